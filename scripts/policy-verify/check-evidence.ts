import { z } from "zod";
import type { ClauseId } from "@/lib/terms/policy";
import { fails, holds, type Observation, unless } from "./observation";
import type { Outsider } from "./outsider";
import type { PublicKey } from "./signed-text";
import { readStatement, type Statement, statementHash } from "./statement";
import { clauseIds } from "./unseen";

/** Statements are signed at least once an hour. */
const mostAgeSeconds = 2 * 3_600;
const mostAheadSeconds = 300;
/** How far back the chain is followed without a statement that was kept, and with one. */
const fewSteps = 20;
const manySteps = 5_000;
/** Statements go thirteen months after they were signed, by a purge that runs each hour: of one as old as this, nobody may be surprised. */
const goneAfterDays = 394;

/** It states a limit and promises nothing, so that nothing is looked at and nothing said. */
const withoutControl: ClauseId = "11";

export interface EvidenceAsked {
  published: PublicKey[];
  /** Keys that were kept elsewhere; null for none. */
  kept: PublicKey[] | null;
  /** A statement that was kept elsewhere; null for none. */
  statement: string | null;
}
export interface Evidence {
  observations: Observation[];
  /** What the service says of itself, where that is genuine; null where it is not. */
  said: Statement | null;
}
type Signed = { jws: string; said: Statement };

async function fetchStatement({ ask }: Outsider, place: number | "newest"): Promise<string | null> {
  const { status, body } = await ask(place === "newest" ? "/api/trust" : `/api/trust/${place}`);
  try {
    return status === 200 ? (z.object({ statement: z.string().max(500_000) }).safeParse(JSON.parse(body)).data?.statement ?? null) : null;
  } catch {
    return null;
  }
}

/** What is wrong with a chain, or how far back it was seen to be whole. */
type Followed = { fault: string } | { back: string };

const isPastKeeping = ({ iat }: Statement) => Date.now() / 1_000 - iat > goneAfterDays * 86_400;

/** The statement that was kept, against the one at its place, where the chain was not followed so far. */
async function compareAlone(service: Outsider, steps: number, kept: Signed): Promise<Followed> {
  const there = await fetchStatement(service, kept.said.sequence);
  if (there === kept.jws) return { back: `${steps} back, and the one that was kept, further back, is there as it was` };
  if (there !== null) return { fault: `statement ${kept.said.sequence} is not the one that was kept` };
  if (!isPastKeeping(kept.said)) return { fault: `statement ${kept.said.sequence}, which was kept, is not there` };
  return { back: `${steps} back; the one that was kept is older than the 13 months for which statements are, keep a newer one` };
}

/** Follows the chain back, each statement by the hash that the one after it holds. */
async function followBack(service: Outsider, newest: Signed, keys: PublicKey[], kept: Signed | null): Promise<Followed> {
  if (kept && kept.said.sequence > newest.said.sequence)
    return { fault: `statement ${kept.said.sequence} was kept, and the newest is only ${newest.said.sequence}` };
  const until = kept ? Math.max(kept.said.sequence, newest.said.sequence - manySteps) : Math.max(1, newest.said.sequence - fewSteps);
  let at = newest;
  const steps = () => newest.said.sequence - at.said.sequence;
  for (let place = newest.said.sequence - 1; place >= until; place -= 1) {
    const jws = await fetchStatement(service, place);
    if (jws === null && isPastKeeping(at.said)) break;
    if (jws === null) return { fault: `statement ${place} is not there` };
    const said = await readStatement(jws, keys);
    if (said?.sequence !== place) return { fault: `statement ${place} is not one that the key has signed` };
    if (statementHash(jws) !== at.said.previous || said.iat > at.said.iat)
      return { fault: `statement ${at.said.sequence} does not follow on statement ${place}` };
    at = { jws, said };
  }
  if (at.said.sequence === 1 && at.said.previous !== null) return { fault: "the first statement follows on another" };
  if (!kept) return { back: `${steps()} back` };
  if (at.said.sequence > kept.said.sequence) return await compareAlone(service, steps(), kept);
  return at.jws === kept.jws
    ? { back: "back to the one that was kept" }
    : { fault: `statement ${kept.said.sequence} is not the one that was kept` };
}

/** A clause that the service itself says fails, fails. */
function clausesSaid(said: Statement): Observation[] {
  const failing = said.clauses.filter(({ result }) => result === "fails");
  const known = failing.filter((one): one is typeof one & { clause: ClauseId } => clauseIds.some((id) => id === one.clause));
  return known.map(({ clause, seen }) => fails(clause, `the service itself says so: ${seen}`));
}

/**
 * The signed evidence: by a key that is published and, where keys were kept, by one of those; recent; from this address; about each clause;
 * and each statement following on the one before, back to the one that was kept.
 */
export async function checkEvidence(service: Outsider, { published, kept, statement }: EvidenceAsked): Promise<Evidence> {
  const wrong = (text: string): Evidence => ({ observations: [fails("evidence", text)], said: null });
  const jws = await fetchStatement(service, "newest");
  if (jws === null) return wrong("no signed statement is published at /api/trust");
  if (!(await readStatement(jws, published))) return wrong("the newest statement is not signed by a key that the service publishes");
  const said = await readStatement(jws, kept ?? published);
  if (!said) return wrong("the newest statement is not signed by a key that was kept");
  const keptSaid = statement === null ? null : await readStatement(statement, kept ?? published);
  if (statement !== null && !keptSaid) return wrong("the statement that was kept is not signed by the same keys");

  const ageSeconds = Math.floor(Date.now() / 1_000) - said.iat;
  const faults: string[] = [];
  if (ageSeconds > mostAgeSeconds) faults.push(`the newest statement is ${Math.floor(ageSeconds / 60)} minutes old`);
  if (ageSeconds < -mostAheadSeconds) faults.push("the newest statement is dated in the future");
  if (said.iss !== service.origin) faults.push(`it speaks for ${said.iss}`);
  const silent = clauseIds.filter((id) => id !== withoutControl && !said.clauses.some(({ clause }) => clause === id));
  if (silent.length > 0) faults.push(`it says nothing of ${silent.join(", ")}`);
  const followed = await followBack(
    service,
    { jws, said },
    kept ?? published,
    keptSaid && statement ? { jws: statement, said: keptSaid } : null,
  );
  if ("fault" in followed) faults.push(followed.fault);
  const whose = kept ? "by a key that was kept" : "by the key that it publishes";
  const back = "back" in followed ? followed.back : "";
  const text = `statement ${said.sequence} (${said.environment}), ${Math.max(0, Math.floor(ageSeconds / 60))} minutes old, signed ${whose}, chained ${back}`;
  return { observations: [unless(faults, holds("evidence", text)), ...clausesSaid(said)], said };
}
