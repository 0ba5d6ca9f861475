import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contacts } from "@/db/schema";

export type ContactRow = typeof contacts.$inferSelect;

/** What an account has said of how to reach its holder; null while it has said nothing. */
export async function findContact(tx: Tx, accountId: string): Promise<ContactRow | null> {
  const [row] = await tx.select().from(contacts).where(eq(contacts.accountId, accountId));
  return row ?? null;
}

export async function putContact(tx: Tx, { accountId, ...said }: ContactRow): Promise<void> {
  await tx
    .insert(contacts)
    .values({ accountId, ...said })
    .onConflictDoUpdate({ target: contacts.accountId, set: said });
}

/** Notes that everything, or that there is nothing, is still right. */
export async function confirmContactRow(tx: Tx, accountId: string, at: Date): Promise<void> {
  const said = { confirmedAt: at };
  await tx
    .insert(contacts)
    .values({ accountId, ...said })
    .onConflictDoUpdate({ target: contacts.accountId, set: said });
}
