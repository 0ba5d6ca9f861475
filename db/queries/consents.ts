import { and, desc, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { consents } from "@/db/schema";

export type NewConsent = Omit<typeof consents.$inferInsert, "id">;
export type ConsentRow = Pick<typeof consents.$inferSelect, "policyVersion" | "monthlyCents" | "unitCents" | "agreedAt">;

/** An account agrees to one version once; agreeing again changes nothing. */
export async function insertConsent(tx: Tx, consent: NewConsent): Promise<void> {
  await tx.insert(consents).values(consent).onConflictDoNothing();
}

/** Whether an account has agreed to one of these versions. */
export async function hasConsent(tx: Tx, accountId: string, versions: string[]): Promise<boolean> {
  const rows = await tx
    .select({ id: consents.id })
    .from(consents)
    .where(and(eq(consents.accountId, accountId), inArray(consents.policyVersion, versions)))
    .limit(1);
  return rows.length > 0;
}

/** All that an account has agreed to, newest first. */
export async function listConsents(tx: Tx, accountId: string): Promise<ConsentRow[]> {
  const { policyVersion, monthlyCents, unitCents, agreedAt } = consents;
  return await tx
    .select({ policyVersion, monthlyCents, unitCents, agreedAt })
    .from(consents)
    .where(eq(consents.accountId, accountId))
    .orderBy(desc(agreedAt), desc(policyVersion));
}
