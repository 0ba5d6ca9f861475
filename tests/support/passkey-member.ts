import { addPasskey, offerPasskey } from "@/lib/accounts/add-passkey";
import { logInWithPasskey } from "@/lib/accounts/log-in-with-passkey";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { later, minuteMs, now } from "@/lib/base/clock";
import { openRequestOptions } from "@/lib/factors/passkey-options";
import { passkeySite } from "@/lib/factors/passkey-site";
import { givenMember, newClient } from "@/tests/support/members";
import { type Lies, SoftPasskey } from "@/tests/support/soft-passkey";

/** A challenge as it is kept with the browser. */
export const open = (challenge: string) => ({ challenge, expiresAt: later(now(), 5 * minuteMs) });

export function newPasskey(): SoftPasskey {
  const { id: rpId, origin } = passkeySite();
  return new SoftPasskey({ rpId, origin });
}

export async function sessionOf(id: string): Promise<Session> {
  const session = await readSession(id, { activity: false });
  if (!session) throw new Error("the session does not live");
  return session;
}

/** Adds a passkey to a session's account; the session afterwards. */
export async function enrol(session: Session, passkey: SoftPasskey, lies: Lies = {}): Promise<Session> {
  const options = await offerPasskey(session);
  const made = { answer: passkey.create(options, lies), challenge: open(options.challenge), name: "" };
  const first = await addPasskey(session, made, newClient());
  return await sessionOf(first?.sessionId ?? session.id);
}

/** A member who has one passkey, in a session that has shown it. */
export async function givenPasskeyMember() {
  const member = await givenMember();
  const passkey = newPasskey();
  const session = await enrol(await sessionOf(member.sessionId), passkey);
  return { ...member, passkey, session };
}

/** Tries to log in with a passkey alone. */
export async function enter(passkey: SoftPasskey, lies: Lies = {}) {
  const options = await openRequestOptions();
  const given = { answer: passkey.answer(options, lies), challenge: open(options.challenge), remember: false };
  return await logInWithPasskey(given, newClient());
}
