import { transaction } from "@/db/client";
import type { Role } from "@/lib/accounts/permissions";
import { setRole } from "@/lib/accounts/set-role";
import { startSession } from "@/lib/accounts/start-session";
import type { Actor } from "@/lib/base/actor";
import { givenMember, host, newClient } from "@/tests/support/members";

export type StaffActor = Extract<Actor, { kind: "staff" }>;
export type Someone = { accountId: string; email: string; password: string; sessionId: string; actor: StaffActor };

/**
 * An account with a role and a session, which was raised by a factor unless told otherwise. Without a role it is a member whose
 * transactions claim to be staff's, as a page that forgot its guard would.
 */
export async function givenStaff(role: Role | null, assurance: "password" | "factor" = "factor"): Promise<Someone> {
  const { accountId, email, password } = await givenMember();
  if (role) await setRole(host, accountId, role);
  const sessionId = await transaction({ kind: "claimed", accountId }, (tx) =>
    startSession(tx, accountId, newClient(), { assurance, remembered: false, reason: "login" }),
  );
  return { accountId, email, password, sessionId, actor: { kind: "staff", staffId: accountId, sessionId } };
}
