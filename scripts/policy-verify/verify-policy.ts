import type { ClauseId } from "@/lib/terms/policy";
import { checkEvidence } from "./check-evidence";
import { checkLog } from "./check-log";
import { lookAtCookies } from "./look-at-cookies";
import { closedDoors, noWayIn } from "./look-at-doors";
import { lookAtHeaders } from "./look-at-headers";
import { openPages, readPolicy, readSecurityTxt, sendHostileText } from "./look-at-pages";
import { lookAtCertificate, lookAtTransport } from "./look-at-transport";
import { missed, type Observation } from "./observation";
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
  /** Whether there is something to see, and the service did not show it this time. */
  isMissed: boolean;
  why: string;
}

type Look = (service: Outsider) => Promise<Observation[]>;
/** Each look, and the clauses of which nothing is known when it cannot be finished. */
const looks: [look: Look, clauses: Observation["clause"][]][] = [
  [lookAtCertificate, ["2.1a"]],
  [lookAtTransport, ["2.1a"]],
  [lookAtHeaders, ["6b", "6d"]],
  [lookAtCookies, ["4b"]],
  [noWayIn, ["0.1"]],
  [closedDoors, ["3a"]],
  [readPolicy, ["0.2", "11"]],
  [readSecurityTxt, ["8a"]],
  [openPages, ["7a", "8b", "10c"]],
  [sendHostileText, ["6a"]],
  [postFromElsewhere, ["6c"]],
  [tryToLogIn, ["4d"]],
];

const unfinished = (clauses: Observation["clause"][], thrown: unknown) =>
  clauses.map((clause) => missed(clause, thrown instanceof Error ? thrown.message : String(thrown)));

/** What the service says of a clause that nobody outside can see, in its own signed words. */
function saidOf(clause: ClauseId, said: Statement | null): string {
  const one = said?.clauses.find((each) => each.clause === clause);
  return one ? `. The service says: ${one.result}${one.seen ? `, ${one.seen}` : ""}` : "";
}

const whyMissed = (texts: string[]) => `could not be looked at this time: ${texts.join("; ")}`;

function lineOf(clause: ClauseId, observations: Observation[], said: Statement | null): Line {
  const own = observations.filter((one) => one.clause === clause);
  const texts = (result: Observation["result"]) => own.filter((one) => one.result === result).map(({ text }) => text);
  const [bad, not, good, beside] = [texts("fails"), texts("missed"), texts("holds"), texts("noted")];
  const isMissed = bad.length === 0 && not.length > 0;
  if (bad.length > 0) return { clause, result: "fails", isMissed, why: [...bad, ...not].join("; ") };
  if (isMissed) return { clause, result: "not checkable from outside", isMissed, why: whyMissed([...not, ...good, ...beside]) };
  if (good.length > 0) return { clause, result: "holds", isMissed, why: [...good, ...beside].join("; ") };
  const noted = beside.length > 0 ? `; ${beside.join("; ")}` : "";
  return { clause, result: "not checkable from outside", isMissed, why: `${unseen[clause]}${noted}${saidOf(clause, said)}` };
}

function evidenceLine(observations: Observation[]): Line {
  const own = observations.filter(({ clause }) => clause === "evidence");
  const bad = own.filter(({ result }) => result === "fails");
  const not = own.filter(({ result }) => result === "missed");
  const why = (those: Observation[]) => those.map(({ text }) => text);
  if (bad.length > 0) return { clause: "evidence", result: "fails", isMissed: false, why: why(bad).join("; ") };
  if (not.length > 0) return { clause: "evidence", result: "not checkable from outside", isMissed: true, why: whyMissed(why(not)) };
  return { clause: "evidence", result: "holds", isMissed: false, why: why(own).join("; ") };
}

/**
 * Looks at a running service from outside, and says of each clause whether all that can be seen of it is as it says. A look that cannot be
 * finished stops no other: its clauses are missed.
 * @returns a line for each clause, and one for the signed evidence.
 */
export async function verifyPolicy(service: Outsider, kept: Kept): Promise<Line[]> {
  const observations: Observation[] = [];
  let said: Statement | null = null;
  const keys = publishedKeys(service);
  const signed = async () => {
    const { keys: published, observations: ofKeys } = await keys;
    const asked = { published, kept: kept.keys };
    const evidence = await checkEvidence(service, { ...asked, statement: kept.statement });
    said = evidence.said;
    return [...ofKeys, ...evidence.observations];
  };
  const log = async () => {
    const { keys: published } = await keys;
    return await checkLog(service, { published, kept: kept.keys, checkpoint: kept.checkpoint });
  };
  for (const [look, clauses] of [[signed, ["evidence"]], [log, ["3d"]], ...looks] satisfies typeof looks)
    observations.push(...(await look(service).catch((thrown: unknown) => unfinished(clauses, thrown))));
  const lines = clauseIds.map((clause) => lineOf(clause, observations, said));
  return [...lines, evidenceLine(observations)];
}
