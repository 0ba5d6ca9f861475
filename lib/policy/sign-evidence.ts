import { type Tx, transaction } from "@/db/client";
import { newestCheckpoint } from "@/db/queries/checkpoints";
import { type EvidenceRow, insertEvidence, listControlStates, newestEvidence } from "@/db/queries/controls";
import { readCheckpoint } from "@/lib/audit/signed-notes";
import { minuteMs, secondMs } from "@/lib/base/clock";
import { environment, publicUrl } from "@/lib/base/env";
import { sign } from "@/lib/keys/local-keyring-sign";
import { judgeClauses } from "@/lib/policy/judge-clauses";
import { readPayload } from "@/lib/policy/read-payload";
import { type EvidenceStatement, evidenceType, statementHash } from "@/lib/policy/statement";
import { policyInForce } from "@/lib/terms/policy";

/** A statement is signed when a result has changed, and at least this often: a silence is signed too, so that a missing one is noticed. */
const atLeastEveryMs = 55 * minuteMs;

async function logHead(tx: Tx): Promise<EvidenceStatement["log"]> {
  const newest = await newestCheckpoint(tx);
  const note = newest ? await readCheckpoint(newest.jws, null) : null;
  return note ? { sequence: note.sequence, head: note.head } : null;
}

const resultsOf = ({ clauses }: Pick<EvidenceStatement, "clauses">) =>
  JSON.stringify(clauses.map(({ clause, checks }) => [clause, checks.map(({ id, result }) => [id, result])]));

/**
 * Signs how the clauses stand, where a result has changed or the last statement is about an hour old, with the worker's evidence key (EdDSA,
 * RFC 7515). Each statement holds the hash of the one before, so that none can be taken out or exchanged without a trace for
 * whoever kept one. Called under the lock of the controls' round; a crash leaves a statement whole or none.
 * @returns the new statement; null when none is due
 */
export async function signEvidence(at: Date): Promise<EvidenceRow | null> {
  return await transaction({ kind: "system", job: "sign-evidence" }, async (tx) => {
    const last = await newestEvidence(tx);
    const clauses = judgeClauses(await listControlStates(tx), at).map((judged) => ({
      clause: judged.clause,
      result: judged.result,
      strength: judged.control.strength,
      at: judged.at?.toISOString() ?? null,
      seen: judged.seen,
      checks: judged.checks.map(({ id, result, looked, at: seenAt }) => ({ id, result, looked, at: seenAt?.toISOString() ?? null })),
    }));
    const before = last ? readPayload(last.jws) : null;
    const isYoung = last !== null && at.getTime() - last.signedAt.getTime() < atLeastEveryMs;
    if (isYoung && before && resultsOf(before) === resultsOf({ clauses }) && before.policyVersion === policyInForce(at).version)
      return null;
    const statement: EvidenceStatement = {
      iss: publicUrl(),
      environment: environment(),
      sequence: (last?.sequence ?? 0) + 1,
      previous: last ? statementHash(last.jws) : null,
      iat: Math.floor(at.getTime() / secondMs),
      policyVersion: policyInForce(at).version,
      clauses,
      log: await logHead(tx),
    };
    const jws = await sign("evidence-signing", JSON.stringify(statement), evidenceType);
    const row = { sequence: statement.sequence, jws, signedAt: at };
    await insertEvidence(tx, row);
    return row;
  });
}
