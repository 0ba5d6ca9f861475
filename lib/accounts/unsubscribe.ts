import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { readLink } from "@/lib/accounts/read-link";
import { AppError } from "@/lib/base/errors";
import type { StoppableKind } from "@/lib/notices/kinds";
import { stopNotices } from "@/lib/notices/stop-notices";
import { kindOfNumber } from "@/lib/notices/stop-numbers";

/** Which kind of mail a link stops, and whose; null when the worker did not sign it. Asks the database nothing and changes nothing. */
export function readUnsubscribe(token: string): { accountId: string; kind: StoppableKind } | null {
  const claims = readLink("unsubscribe", token);
  const kind = claims && kindOfNumber(claims.generation);
  return kind ? { accountId: claims.id, kind } : null;
}

/**
 * Stops the kind of mail that the link names, without a login (RFC 8058). As often as it is followed. Returns the kind.
 * @throws AppError not_found for a link that the worker did not sign, or whose account is erased.
 */
export async function unsubscribe(token: string): Promise<StoppableKind> {
  const link = readUnsubscribe(token);
  if (!link) throw new AppError("not_found");
  const { accountId, kind } = link;
  await transaction({ kind: "claimed", accountId }, async (tx) => {
    const account = await findAccount(tx, accountId);
    if (!account || account.state === "erased") throw new AppError("not_found");
    await stopNotices(tx, accountId, kind);
  });
  return kind;
}
