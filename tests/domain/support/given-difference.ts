import type { Tx } from "@/db/client";
import { differences, reconcileRuns } from "@/db/schema";
import { now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import type { Repair } from "@/lib/billing/difference-kinds";

/** An open difference about an account, seen by a run that has ended: an item at Stripe that was made by hand. */
export async function givenDifference(tx: Tx, accountId: string, repair: Repair = "delete_item"): Promise<string> {
  const [id, runId] = [newId(), newId()];
  await tx.insert(reconcileRuns).values({ id: runId, askedBy: "system:test", finishedAt: now() });
  const told = { ours: "nothing", theirs: "ii_1 of $7.00, waiting for an invoice", amountCents: 700, repair };
  const row = { id, key: `item_of_nothing:${id}`, kind: "item_of_nothing", accountId, seenRunId: runId, foundAt: now() };
  await tx.insert(differences).values({ ...row, ...told });
  return id;
}
