import { type Tx, transaction } from "@/db/client";
import { insertTotp } from "@/db/queries/totp";
import { addFactor, type NewFactor } from "@/lib/factors/add-factor";
import { sealTotpSecret } from "@/lib/factors/seal-totp-secret";

type NewTotp = Pick<NewFactor, "accountId" | "name" | "id"> & {
  secretBase32: string;
  /** The time step of the code that proved it: that code and earlier ones are used up. */
  lastStep: number;
};

/** Adds an authenticator app whose codes have been seen to be right, in a transaction that acts for the account. Returns the factor's id. */
export async function addTotp(tx: Tx, { accountId, name, id, secretBase32, lastStep }: NewTotp): Promise<string> {
  const factorId = await addFactor(tx, { accountId, kind: "totp", name, ...(id ? { id } : {}) });
  await insertTotp(tx, { factorId, accountId, sealed: sealTotpSecret(secretBase32, { accountId, factorId }), lastStep });
  return factorId;
}

/** Adds an authenticator app by its secret (base32), without a code: for accounts that a script makes. Returns the factor's id. */
export async function enrolTotp(accountId: string, secretBase32: string, name: string): Promise<string> {
  return await transaction({ kind: "member", accountId }, (tx) => addTotp(tx, { accountId, name, secretBase32, lastStep: 0 }));
}
