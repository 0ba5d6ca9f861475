import { type Tx, transaction, withLock } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { closedSince, noteAnomaly } from "@/db/queries/anomalies";
import { beat } from "@/db/queries/heartbeats";
import { activeStaff } from "@/db/queries/members";
import { permissions } from "@/lib/accounts/permissions";
import { later, minuteMs, now } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { queueMail, queueMails } from "@/lib/notices/queue-mail";
import { evaluate, type Finding, keyOf } from "@/lib/oversight/anomalies/evaluate";
import { gatherSigns } from "@/lib/oversight/anomalies/gather-signs";
import { lookBackMinutes, type RuleId, rules } from "@/lib/oversight/anomalies/rules";

const actor = { kind: "system", job: "find-anomalies" } as const;

const worstFirst = ["high", "medium", "low"] as const;
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
      const fresh: Noted[] = [];
      for (const finding of found) fresh.push(...(await note(tx, finding)));
      await tellStaff(tx, fresh);
      await beat(tx, "anomalies", at);
    });
  });
}

type Noted = { id: string; rule: RuleId };

/** Notes what was found. Returns it when it is new, and nothing when it belongs to an anomaly that is open. */
async function note(tx: Tx, finding: Finding): Promise<Noted[]> {
  const { rule, key, subject, measured, networks, firstAt, lastAt } = finding;
  const account = subject !== null && uuid.test(subject) ? await findAccount(tx, subject) : null;
  const id = await noteAnomaly(tx, { rule, key, accountId: account?.id ?? null, measured, networks, firstAt, lastAt });
  if (id === null) return [];
  log.warn("anomaly found", { anomaly: id, rule, measured });
  if (rule === "used-from-many-networks" && account?.state === "active") {
    await queueMail(tx, { template: "many-networks", accountId: account.id, facts: { networks: measured.networks ?? 0 } });
  }
  return [{ id, rule }];
}

/** One mail a round to each who handles them, however many there are: an attack sets off several rules, and nobody reads ten mails a minute. */
async function tellStaff(tx: Tx, fresh: readonly Noted[]): Promise<void> {
  const [first] = fresh;
  if (!first) return;
  const { title, severity } = rules[first.rule];
  const told = new Map<string, number>();
  for (const { rule } of fresh) told.set(rules[rule].title, (told.get(rules[rule].title) ?? 0) + 1);
  const worst = worstFirst.find((one) => fresh.some(({ rule }) => rules[rule].severity === one)) ?? severity;
  const titles = [...told].map(([name, times]) => (times === 1 ? name : `${name} (${times} times)`)).join("\n");
  const staff = await activeStaff(tx, permissions["anomalies.handle"]);
  await queueMails(
    tx,
    staff.map(({ id: accountId }) =>
      fresh.length === 1
        ? { template: "anomaly-found", accountId, facts: { anomalyId: first.id, rule: first.rule, title, severity } }
        : { template: "anomalies-found", accountId, facts: { number: fresh.length, severity: worst, titles } },
    ),
  );
}
