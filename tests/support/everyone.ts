import { type Role, roles } from "@/lib/accounts/permissions";
import { givenMember } from "@/tests/support/members";
import { logInCookie } from "@/tests/support/post-form";
import { sessionCookie } from "@/tests/support/session-cookie";
import { givenStaff } from "@/tests/support/staff";
import { world } from "@/tests/support/world";

/** Somebody of each role, and a member: `as` and `cookie` are what to send to the world's web as `Cookie`. Wants the world's settings. */
export interface Everyone {
  as: (role: Role) => string;
  member: { accountId: string; email: string; cookie: string };
}

export async function givenEveryone(): Promise<Everyone> {
  const cookies = new Map<Role, string>();
  for (const role of roles) cookies.set(role, await sessionCookie((await givenStaff(role)).sessionId));
  const { accountId, email, password } = await givenMember();
  const cookie = await logInCookie(world().web, { email, password });
  return { as: (role) => cookies.get(role) ?? "", member: { accountId, email, cookie } };
}
