import { transaction } from "@/db/client";
import { listFactors } from "@/db/queries/factors";
import { countUnusedRecoveryCodes } from "@/db/queries/recovery-codes";

/** What an account can be asked for beyond its password. */
export type Methods = { passkey: boolean; code: boolean; recovery: boolean };

/** The methods of an account whose holder has shown the password and, perhaps, nothing else yet. All false without a factor. */
export async function readMethods(accountId: string): Promise<Methods> {
  return await transaction({ kind: "claimed", accountId }, async (tx) => {
    const kinds = (await listFactors(tx, accountId)).map(({ kind }) => kind);
    return {
      passkey: kinds.includes("passkey"),
      code: kinds.includes("totp"),
      recovery: kinds.length > 0 && (await countUnusedRecoveryCodes(tx, accountId)) > 0,
    };
  });
}
