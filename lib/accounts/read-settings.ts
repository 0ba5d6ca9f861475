import { transaction } from "@/db/client";
import { pendingAddress } from "@/db/queries/mail-links";
import { passwordSetAt } from "@/db/queries/passwords";
import { now } from "@/lib/base/clock";

export type AccountSettings = {
  /** When the password was set last. */
  passwordSetAt: Date | null;
  /** The address that waits for its confirmation; null without one. */
  pendingEmail: string | null;
};

/** How an account's own settings stand, for their overview. */
export async function readSettings(accountId: string): Promise<AccountSettings> {
  return await transaction({ kind: "member", accountId }, async (tx) => ({
    passwordSetAt: await passwordSetAt(tx, accountId),
    pendingEmail: (await pendingAddress(tx, accountId, now()))?.email ?? null,
  }));
}
