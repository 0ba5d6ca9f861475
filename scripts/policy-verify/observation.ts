import type { ClauseId } from "@/lib/terms/policy";

/**
 * What was seen of one clause. `holds`: all that an outsider could see of it is as it says. `fails`: something is not. `noted`: what was
 * seen is in order, and shows too little of the clause to say that it holds. `missed`: what there is to see was not, since the service
 * did not answer, or with nothing to look at.
 */
export interface Observation {
  clause: ClauseId | "evidence";
  result: "holds" | "fails" | "noted" | "missed";
  /** What was seen, as the middle of a sentence. */
  text: string;
}

const seen = (result: Observation["result"]) => (clause: Observation["clause"], text: string) => ({ clause, result, text });
export const holds = seen("holds");
export const fails = seen("fails");
export const noted = seen("noted");
export const missed = seen("missed");

/** One observation of several findings: it fails by each that is given, and else says what was seen. */
export function unless(faults: string[], otherwise: Observation): Observation {
  return faults.length === 0 ? otherwise : fails(otherwise.clause, faults.join("; "));
}
