import { actorOf, keysDb, type Tx, transaction, withLock } from "@/db/client";
import { type Affected, accountsFromNetwork, accountsOfConnections, affectedByLines, connectionsUnderRoot } from "@/db/queries/affected";
import { answerFinding, beginFinding, type FindingCriteria, insertFinding } from "@/db/queries/incident-findings";
import { later, minuteMs, now } from "@/lib/base/clock";
import { inIncident, type Staff } from "@/lib/oversight/incidents/handle-incident";
import { note } from "@/lib/oversight/incidents/note";

const job = "find-affected";

const given = (criteria: FindingCriteria) => Object.entries(criteria).flatMap(([name, value]) => (value === undefined ? [] : name));

/** Asks the worker whom an incident touched, by stated criteria that are kept. Also in a drill: it only reads. @throws AppError as inIncident */
export async function askAffected(actor: Staff, incidentId: string, criteria: FindingCriteria): Promise<string> {
  return await inIncident(actor, incidentId, async (tx) => {
    const id = await insertFinding(tx, { incidentId, criteria, askedBy: await actorOf(tx), nextStepAt: now() });
    await note(tx, incidentId, {
      kind: "finding",
      reason: "asked_in_console",
      facts: { finding: id, by: given(criteria).join(" ") },
    });
    return id;
  });
}

/** Those of `found` that are among `ids` too; with nothing found by lines yet, just those. */
function within(found: Affected[] | null, ids: string[]): Affected[] {
  if (found === null) return ids.map((accountId) => ({ accountId, lines: 0, openings: 0, firstAt: null, lastAt: null }));
  const wanted = new Set(ids);
  return found.filter(({ accountId }) => wanted.has(accountId));
}

/**
 * Whom the criteria name: everybody for whom all that is given holds. Actor, connection, platform and openings are looked for in the access log, a network
 * among logins, a root key in the keys database; with a window alone, every line that others wrote about a member counts.
 */
async function findAll(tx: Tx, criteria: FindingCriteria, underRoot: string[] | null): Promise<Affected[]> {
  const { actor, connectionId, platform, openingsOnly, network } = criteria;
  const byLines = actor !== undefined || connectionId !== undefined || platform !== undefined || openingsOnly === true;
  let found = byLines || (network === undefined && underRoot === null) ? await affectedByLines(tx, criteria) : null;
  if (network !== undefined) found = within(found, await accountsFromNetwork(tx, { ...criteria, network }));
  if (underRoot !== null) found = within(found, await accountsOfConnections(tx, underRoot));
  return found ?? [];
}

/**
 * Job: answers which members an incident touched, in one transaction. A crash leaves the question due again; answering twice writes the same. Clauses
 * 8a and 8b.
 */
export async function findAffected(findingId: string): Promise<void> {
  await withLock(`finding:${findingId}`, async () => {
    const finding = await transaction({ kind: "system", job }, (tx) => beginFinding(tx, findingId, now(), later(now(), minuteMs)));
    if (!finding) return;
    const { criteria } = finding;
    const { rootKeyId } = criteria;
    const underRoot = rootKeyId === undefined ? null : await connectionsUnderRoot(keysDb(), { ...criteria, rootKeyId });
    await transaction({ kind: "system", job }, async (tx) => {
      const members = await findAll(tx, criteria, underRoot);
      await answerFinding(tx, findingId, members, now());
      const facts = { finding: findingId, members: members.length };
      await note(tx, finding.incidentId, { kind: "found", reason: "incident", facts });
    });
  });
}
