import { transaction } from "@/db/client";
import { findMailedLink } from "@/lib/accounts/find-mailed-link";
import { describeLogin, type LoginSeen } from "@/lib/notices/describe-login";

/**
 * What the page behind a "this was not me" link shows: the login, as far as it is known. Null for a link that does not count: forged,
 * used, run out. Changes nothing.
 */
export async function readNotMe(token: string): Promise<{ login: LoginSeen | null } | null> {
  const link = await findMailedLink("not-me", token);
  if (!link) return null;
  const { accountId, sessionId } = link;
  const login = sessionId && (await transaction({ kind: "claimed", accountId }, (tx) => describeLogin(tx, accountId, sessionId)));
  return { login: login || null };
}
