import type { Tx } from "@/db/client";
import { consents } from "@/db/schema";

export type NewConsent = Omit<typeof consents.$inferInsert, "id">;

/** An account agrees to one version once; agreeing again changes nothing. */
export async function insertConsent(tx: Tx, consent: NewConsent): Promise<void> {
  await tx.insert(consents).values(consent).onConflictDoNothing();
}
