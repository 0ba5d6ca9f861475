import { randomBytes } from "node:crypto";
import { inviteSomeone } from "@/lib/accounts/invite";
import { redeemInvite } from "@/lib/accounts/redeem-invite";
import type { Actor } from "@/lib/base/actor";
import { policyInForce } from "@/lib/terms/policy";
import { prices } from "@/lib/terms/prices";
import { inviteToken } from "@/tests/support/invites";

export const host = { kind: "host", command: "test" } as const satisfies Actor;
export const goodPassword = "plover anvil sketch tuesday moss";
export const joining = {
  password: goodPassword,
  timeZone: "America/Chicago",
  policyVersion: policyInForce().version,
  monthlyCents: prices.monthlyCents,
  unitCents: prices.unitCents,
};
/** A client of its own network, so that tests do not share a throttle. */
let networks = 0;
export function newClient() {
  networks += 1;
  return {
    address: `10.${networks >> 16}.${(networks >> 8) & 255}.${networks & 255}`,
    userAgent: "test",
    deviceSecret: randomBytes(32).toString("base64url"),
  };
}

const file = randomBytes(4).toString("hex");
let people = 0;
/** An address that no other test uses, of this file or of one that shares its world. */
export function newEmail(): string {
  people += 1;
  return `person-${file}-${people}@example.org`;
}

export async function givenInvite(email = newEmail()): Promise<{ inviteId: string; email: string; token: string }> {
  const { inviteId } = await inviteSomeone(host, email);
  return { inviteId, email, token: inviteToken({ id: inviteId, generation: 1 }) };
}

/** Someone who was invited and has joined. */
export async function givenMember(
  password = goodPassword,
): Promise<{ accountId: string; sessionId: string; email: string; password: string }> {
  const { token, email } = await givenInvite();
  return { ...(await redeemInvite(token, { ...joining, password }, newClient())), email, password };
}
