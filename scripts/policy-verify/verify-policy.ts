import type { ClauseId } from "@/lib/terms/policy";
import { checkEvidence } from "./check-evidence";
import { checkLog } from "./check-log";
import { lookAtCookies } from "./look-at-cookies";
import { lookAtDoors } from "./look-at-doors";
import { lookAtHeaders } from "./look-at-headers";
import { lookAtPages } from "./look-at-pages";
import { lookAtTransport } from "./look-at-transport";
import type { Observation } from "./observation";
import type { Outsider } from "./outsider";
import { postFromElsewhere } from "./post-from-elsewhere";
import { publishedKeys } from "./published-keys";
import type { PublicKey } from "./signed-text";
import type { Statement } from "./statement";
import { tryToLogIn } from "./try-to-log-in";
import { clauseIds, unseen } from "./unseen";

export interface Kept {
  keys: PublicKey[] | null;
  statement: string | null;
  checkpoint: string | null;
}
export interface Line {
  clause: ClauseId | "evidence";
  result: "holds" | "fails" | "not checkable from outside";
  why: string;
}

/** What the service says of a clause that nobody outside can see, in its own signed words. */
function saidOf(clause: ClauseId, said: Statement | null): string {
  const one = said?.clauses.find((each) => each.clause === clause);
  return one ? `. The service says: ${one.result}${one.seen ? `, ${one.seen}` : ""}` : "";
}

function lineOf(clause: ClauseId, observations: Observation[], said: Statement | null): Line {
  const own = observations.filter((one) => one.clause === clause);
  const texts = (result: Observation["result"]) => own.filter((one) => one.result === result).map(({ text }) => text);
  const [bad, good, beside] = [texts("fails"), texts("holds"), texts("noted")];
  if (bad.length > 0) return { clause, result: "fails", why: bad.join("; ") };
  if (good.length > 0) return { clause, result: "holds", why: [...good, ...beside].join("; ") };
  const noted = beside.length > 0 ? `; ${beside.join("; ")}` : "";
  return { clause, result: "not checkable from outside", why: `${unseen[clause]}${noted}${saidOf(clause, said)}` };
}

/**
 * Looks at a running service from outside, and says of each clause whether all that can be seen of it is as it says.
 * @returns a line for each clause, and one for the signed evidence.
 */
export async function verifyPolicy(service: Outsider, kept: Kept): Promise<Line[]> {
  const { keys: published, observations } = await publishedKeys(service);
  const asked = { published, kept: kept.keys };
  const evidence = await checkEvidence(service, { ...asked, statement: kept.statement });
  observations.push(...evidence.observations, ...(await checkLog(service, { ...asked, checkpoint: kept.checkpoint })));
  for (const look of [lookAtTransport, lookAtHeaders, lookAtCookies, lookAtDoors, lookAtPages, postFromElsewhere, tryToLogIn])
    observations.push(...(await look(service)));
  const lines = clauseIds.map((clause) => lineOf(clause, observations, evidence.said));
  const own = observations.filter(({ clause }) => clause === "evidence");
  const bad = own.filter(({ result }) => result === "fails");
  const why = (bad.length > 0 ? bad : own).map(({ text }) => text).join("; ");
  return [...lines, { clause: "evidence", result: bad.length > 0 ? "fails" : "holds", why }];
}
