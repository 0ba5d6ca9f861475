import type { Tx } from "@/db/client";
import { putCredential } from "@/db/queries/credentials";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { webEnv } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { isBoundTo, readHeader, type SealContext } from "@/lib/vault/header";
import { signRow } from "@/lib/vault/row-seal";

/**
 * Stores a credential that the browser has sealed, in place of an earlier one, in the caller's transaction, and signs the row.
 * This process never sees the login and could not open it; it only checks that the seal is for this key and context.
 * @throws AppError invalid_input when it is not.
 */
export async function storeCredential(tx: Tx, keyId: string, context: SealContext, jwe: string): Promise<void> {
  const header = readHeader(jwe);
  if (!header || header.kid !== keyId || !isBoundTo(header, context)) throw new AppError("invalid_input", { reason: "seal" });
  const { connection: connectionId, member: accountId, version } = context;
  const row = { connectionId, accountId, version, jwe, signer: "web" } as const;
  const signature = await signRow(webEnv().ROW_SIGNING_KEY, row);
  if (!(await putCredential(tx, { ...row, signature, sealedAt: now() }))) throw new AppError("conflict");
  await recordAccess(tx, {
    act: "credential.store",
    object: `connection:${connectionId}`,
    subject: accountId,
    reason: "member",
    facts: { version },
  });
}
