import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { transaction } from "@/db/client";
import { listOpenDifferences } from "@/db/queries/differences";
import { insertReconcileRun } from "@/db/queries/reconcile-runs";
import { customerOf } from "@/db/queries/stripe-customers";
import { charges, reconcileRuns } from "@/db/schema";
import { now } from "@/lib/base/clock";
import { addCharge } from "@/lib/billing/add-charge";
import { type AskedRepair, askRepair } from "@/lib/billing/ask-reconcile";
import { postCharge } from "@/lib/billing/post-charge";
import { reconcile } from "@/lib/billing/reconcile";
import { repairDifference } from "@/lib/billing/repair-difference";
import { type cards, subscribe, type TestStripe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { givenMember } from "@/tests/support/members";
import type { Someone } from "@/tests/support/staff";

export const worker = { kind: "system", job: "test" } as const;

export const chargeOf = async (acceptanceId: string) =>
  (await transaction(worker, (tx) => tx.select().from(charges).where(eq(charges.acceptanceId, acceptanceId))))[0];

/** A member with one unit whose item waits at Stripe. */
export async function givenUnit(stripe: TestStripe, card?: (typeof cards)[keyof typeof cards]) {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId, card);
  const acceptanceId = await givenAcceptance(accountId);
  await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
  await postCharge(acceptanceId);
  const customer = (await transaction(worker, (tx) => customerOf(tx, accountId))) ?? "";
  return { accountId, acceptanceId, customer, itemId: (await chargeOf(acceptanceId))?.stripeInvoiceItemId ?? "" };
}

export const itemsOf = async ({ client }: TestStripe, customer: string) => (await client.invoiceItems.list({ customer, limit: 100 })).data;

/** Compares everybody, to the end, and returns what is open about an account. */
export async function compare(accountId: string) {
  const runId = (await transaction(worker, (tx) => insertReconcileRun(tx, "system:test", now()))) ?? "";
  const runOf = async () => (await transaction(worker, (tx) => tx.select().from(reconcileRuns).where(eq(reconcileRuns.id, runId))))[0];
  while (!(await runOf())?.finishedAt) await reconcile(runId);
  const open = await transaction(worker, (tx) => listOpenDifferences(tx, 100));
  return open.map(({ difference }) => difference).filter((it) => it.accountId === accountId);
}

type Shown = Awaited<ReturnType<typeof compare>>[number];

export const ask = ({ actor }: Someone, { id, repair, amountCents }: Shown) =>
  askRepair(actor, { difference: id, repair: repair as AskedRepair["repair"], amountCents, reason: "checked_with_stripe" });

/** Asks for the repair of the one difference that there is, has it done, and compares anew. */
export async function repair(billing: Someone, accountId: string, expected: Partial<Shown>) {
  const [found, ...others] = await compare(accountId);
  expect(found).toMatchObject(expected);
  expect(others).toEqual([]);
  if (!found) return [];
  await ask(billing, found);
  await repairDifference(found.id);
  return await compare(accountId);
}
