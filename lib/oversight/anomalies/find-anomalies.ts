import { type Tx, transaction, withLock } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { closedSince, noteAnomaly } from "@/db/queries/anomalies";
import { beat } from "@/db/queries/heartbeats";
import { activeStaff } from "@/db/queries/members";
import { permissions } from "@/lib/accounts/permissions";
import { later, minuteMs, now } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { queueMail } from "@/lib/notices/queue-mail";
import { evaluate, type Finding, keyOf } from "@/lib/oversight/anomalies/evaluate";
import { gatherSigns } from "@/lib/oversight/anomalies/gather-signs";
import { lookBackMinutes, rules } from "@/lib/oversight/anomalies/rules";

const actor = { kind: "system", job: "find-anomalies" } as const;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Looks for anomalies by every rule, and tells of each new one by mail: staff who handle them, and for an account in use from many networks its
 * holder too. Called each minute by each worker; one of all of them does it at a time. A crash leaves all of a round or nothing; the next one
 * finds the same again.
 */
export async function findAnomalies(): Promise<void> {
  await withLock("find-anomalies", async () => {
    await transaction(actor, async (tx) => {
      const at = now();
      const closed = await closedSince(tx, later(at, -lookBackMinutes * minuteMs));
      const found = evaluate(await gatherSigns(tx, at), at, new Map(closed.map((one) => [keyOf(one.rule, one.key), one.closedAt])));
      for (const finding of found) await note(tx, finding);
      await beat(tx, "anomalies", at);
    });
  });
}

async function note(tx: Tx, finding: Finding): Promise<void> {
  const { rule, key, subject, measured, networks, firstAt, lastAt } = finding;
  const account = subject !== null && uuid.test(subject) ? await findAccount(tx, subject) : null;
  const id = await noteAnomaly(tx, { rule, key, accountId: account?.id ?? null, measured, networks, firstAt, lastAt });
  if (id === null) return;
  log.warn("anomaly found", { anomaly: id, rule, measured });
  const { title, severity } = rules[rule];
  for (const staff of await activeStaff(tx, permissions["anomalies.handle"])) {
    await queueMail(tx, { template: "anomaly-found", accountId: staff.id, facts: { anomalyId: id, rule, title, severity } });
  }
  if (rule === "used-from-many-networks" && account?.state === "active") {
    await queueMail(tx, { template: "many-networks", accountId: account.id, facts: { networks: measured.networks ?? 0 } });
  }
}
