import { afterAll, describe, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { addPasskey, offerPasskey } from "@/lib/accounts/add-passkey";
import { askForPasskey, confirmWithPasskey } from "@/lib/accounts/confirm-with-passkey";
import { logIn } from "@/lib/accounts/log-in";
import { logInWithPasskey } from "@/lib/accounts/log-in-with-passkey";
import { readSession } from "@/lib/accounts/read-session";
import { later, now, secondMs } from "@/lib/base/clock";
import { openRequestOptions } from "@/lib/factors/passkey-options";
import { readPasskeys } from "@/lib/factors/read-passkeys";
import { suspendMember } from "@/lib/membership/suspend-member";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember, host, newClient } from "@/tests/support/members";
import { enrol, enter, givenPasskeyMember, newPasskey, open, sessionOf } from "@/tests/support/passkey-member";
import type { Lies } from "@/tests/support/soft-passkey";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const refusedPasskey = { refusal: "wrong_credentials", facts: { reason: "passkey" } };
const alive = async (id: string) => (await readSession(id, { activity: false })) !== null;
const linesOf = async (accountId: string, act: string) =>
  (await database<{ reason: string }[]>`select reason from access_lines where subject = ${accountId} and act = ${act}`).map(
    ({ reason }) => reason,
  );

describe("enrolling", () => {
  test("the first passkey raises the session under a new id and ends every other session", async () => {
    const member = await givenMember();
    const { sessionId: elsewhere } = await logIn(member, newClient());
    const raised = await enrol(await sessionOf(member.sessionId), newPasskey());
    expect(raised.id).not.toBe(member.sessionId);
    expect(raised.assurance).toBe("factor");
    expect(await alive(member.sessionId)).toBe(false);
    expect(await alive(elsewhere)).toBe(false);
    expect(await linesOf(member.accountId, "factor.add")).toEqual(["passkey"]);
  });

  test("a second passkey leaves the session as it is, and is asked not to sit where the first does", async () => {
    const { passkey, session } = await givenPasskeyMember();
    expect((await offerPasskey(session)).excludeCredentials?.map(({ id }) => id)).toEqual([passkey.credentialId]);
    expect((await enrol(session, newPasskey())).id).toBe(session.id);
    expect(await readPasskeys(session.accountId)).toHaveLength(2);
  });

  test("a browser is asked for a discoverable passkey that verifies its user, and told nothing of the person but the address", async () => {
    const { sessionId, accountId, email } = await givenMember();
    const options = await offerPasskey(await sessionOf(sessionId));
    expect(options.authenticatorSelection).toMatchObject({ residentKey: "required", userVerification: "required" });
    expect(options.attestation).toBe("none");
    expect(options.rp.id).toBe(new URL(process.env.PUBLIC_URL ?? "").hostname);
    expect(options.user.name).toBe(email);
    expect(Buffer.from(options.user.id, "base64url").toString("hex")).toBe(accountId.replaceAll("-", ""));
  });

  test.each<[string, Lies]>([
    ["made on another site", { origin: "https://holdfast.example.net" }],
    ["made on another port of this host", { origin: "http://localhost:1" }],
    ["made for another host name", { rpId: "example.net" }],
    ["made for another challenge", { challenge: "c29tZXRoaW5nIGVsc2U" }],
    ["made without verifying the user", { verified: false }],
    ["that is an answer to a login", { type: "webauthn.get" }],
  ])("a passkey %s is refused", async (_, lies) => {
    const { sessionId, accountId } = await givenMember();
    await expect(enrol(await sessionOf(sessionId), newPasskey(), lies)).rejects.toMatchObject({ refusal: "conflict" });
    expect(await readPasskeys(accountId)).toEqual([]);
  });

  test("a passkey that another account has cannot be enrolled again", async () => {
    const { passkey } = await givenPasskeyMember();
    const { sessionId, accountId } = await givenMember();
    await expect(enrol(await sessionOf(sessionId), passkey)).rejects.toMatchObject({ refusal: "already_taken" });
    expect(await readPasskeys(accountId)).toEqual([]);
    expect(await alive(sessionId)).toBe(true);
  });

  test("a new passkey that is sent twice is taken once", async () => {
    const { session } = await givenPasskeyMember();
    const options = await offerPasskey(session);
    const made = { answer: newPasskey().create(options), challenge: open(options.challenge), name: "Work phone" };
    await addPasskey(session, made, newClient());
    await expect(addPasskey(session, made, newClient())).rejects.toMatchObject({ refusal: "conflict" });
    expect((await readPasskeys(session.accountId)).map(({ name }) => name)).toEqual(["Unknown device", "Work phone"]);
  });
});

describe("logging in with a passkey alone", () => {
  test("gives a session that has shown a second factor, and says so in the access log", async () => {
    const { passkey, accountId } = await givenPasskeyMember();
    const { sessionId, needsFactor } = await enter(passkey);
    expect(needsFactor).toBe(false);
    expect(await sessionOf(sessionId)).toMatchObject({ accountId, assurance: "factor" });
    expect(await linesOf(accountId, "session.start")).toContain("passkey");
    expect((await readPasskeys(accountId))[0]?.lastUsedAt).toBeInstanceOf(Date);
  });

  test.each<[string, Lies]>([
    ["from another site", { origin: "https://holdfast.example.net" }],
    ["from another scheme of this host", { origin: "https://localhost" }],
    ["for another host name", { rpId: "example.net" }],
    ["to another challenge", { challenge: "c29tZXRoaW5nIGVsc2U" }],
    ["without user verification", { verified: false }],
    ["without anybody present", { present: false, verified: true }],
    ["that is a new passkey's", { type: "webauthn.create" }],
    ["signed by another key", { signWith: newPasskey().keys.privateKey }],
    ["that does not say whose it is", { userHandle: null }],
    ["that says it is somebody else's", { userHandle: "AAAAAAAAAAAAAAAAAAAAAA" }],
  ])("an answer %s is refused", async (_, lies) => {
    const { passkey, accountId } = await givenPasskeyMember();
    await expect(enter(passkey, lies)).rejects.toMatchObject(refusedPasskey);
    expect(await linesOf(accountId, "session.start")).not.toContain("passkey");
    await expect(enter(passkey)).resolves.toMatchObject({ accountId });
  });

  test("of a suspended account only the right passkey is told so, and why; a wrong one gets the answer of an unknown one", async () => {
    const { passkey, accountId } = await givenPasskeyMember();
    await suspendMember(host, accountId, "security_concern");
    await expect(enter(passkey)).rejects.toMatchObject({ refusal: "forbidden", facts: { state: "suspended", why: "security_concern" } });
    const [wrong, unknown] = await Promise.all(
      [enter(passkey, { signWith: newPasskey().keys.privateKey }), enter(newPasskey())].map((it) => it.catch((thrown) => thrown)),
    );
    expect(wrong).toMatchObject(refusedPasskey);
    expect(wrong).toEqual(unknown);
    expect(await linesOf(accountId, "session.start")).not.toContain("passkey");
  });

  test("an erased account's passkey is as one that never was", async () => {
    const { passkey, accountId } = await givenPasskeyMember();
    await database`update accounts set state = 'erased' where id = ${accountId}`;
    await expect(enter(passkey)).rejects.toMatchObject(refusedPasskey);
  });

  test("an answer counts once, one after the other and in parallel", async () => {
    const { passkey, accountId } = await givenPasskeyMember();
    const options = await openRequestOptions();
    const given = { answer: passkey.answer(options, { counter: 0 }), challenge: open(options.challenge), remember: false };
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => logInWithPasskey(given, newClient())));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(logInWithPasskey(given, newClient())).rejects.toMatchObject(refusedPasskey);
    expect((await linesOf(accountId, "session.start")).filter((reason) => reason === "passkey")).toHaveLength(1);
  });

  test("a challenge past its time is refused, and those that were answered are forgotten after it", async () => {
    const { passkey } = await givenPasskeyMember();
    const options = await openRequestOptions();
    const late = { challenge: options.challenge, expiresAt: later(now(), -secondMs) };
    await expect(
      logInWithPasskey({ answer: passkey.answer(options), challenge: late, remember: false }, newClient()),
    ).rejects.toMatchObject(refusedPasskey);
    await database`insert into spent_challenges (hash, expires_at) values ('old', now() - interval '2 minutes')`;
    await enter(passkey);
    expect(await database`select 1 from spent_challenges where hash = 'old'`).toHaveLength(0);
  });

  test("a counter that goes back, or stands still, is refused and leaves a line in the access log", async () => {
    expectComplaints("passkey counter did not go on");
    const { passkey, accountId } = await givenPasskeyMember();
    await enter(passkey, { counter: 7 });
    await expect(enter(passkey, { counter: 7 })).rejects.toMatchObject(refusedPasskey);
    await expect(enter(passkey, { counter: 3 })).rejects.toMatchObject(refusedPasskey);
    await expect(enter(passkey, { counter: 0 })).rejects.toMatchObject(refusedPasskey);
    expect(await linesOf(accountId, "factor.refuse")).toEqual(["counter", "counter", "counter"]);
    await expect(enter(passkey, { counter: 8 })).resolves.toMatchObject({ accountId });
  });

  test("an authenticator that does not count is taken every time", async () => {
    const { passkey, accountId } = await givenPasskeyMember();
    await enter(passkey, { counter: 0 });
    await expect(enter(passkey, { counter: 0 })).resolves.toMatchObject({ accountId });
  });

  test("keep me signed in is given to members and never to staff", async () => {
    const { passkey, accountId } = await givenPasskeyMember();
    const remembering = async () => {
      const options = await openRequestOptions();
      return await logInWithPasskey({ answer: passkey.answer(options), challenge: open(options.challenge), remember: true }, newClient());
    };
    expect(await remembering()).toMatchObject({ remembered: true });
    await database`update accounts set role = 'support' where id = ${accountId}`;
    expect(await remembering()).toMatchObject({ remembered: false });
  });
});

describe("a passkey as the second factor", () => {
  const pendingSession = async (member: { email: string; password: string }) => {
    const { sessionId, needsFactor } = await logIn(member, newClient());
    expect(needsFactor).toBe(true);
    return await sessionOf(sessionId);
  };

  test("raises a session that waits for it, under a new id", async () => {
    const member = await givenPasskeyMember();
    const pending = await pendingSession(member);
    const options = await askForPasskey(pending);
    expect(options.allowCredentials?.map(({ id }) => id)).toEqual([member.passkey.credentialId]);
    const given = { answer: member.passkey.answer(options), challenge: open(options.challenge) };
    const raised = await confirmWithPasskey(pending, given, newClient());
    expect(await sessionOf(raised)).toMatchObject({ accountId: member.accountId, assurance: "factor" });
    expect(await alive(pending.id)).toBe(false);
  });

  test("somebody else's passkey does not", async () => {
    const pending = await pendingSession(await givenPasskeyMember());
    const { passkey: strange } = await givenPasskeyMember();
    const options = await askForPasskey(pending);
    const given = { answer: strange.answer(options, { userHandle: null }), challenge: open(options.challenge) };
    await expect(confirmWithPasskey(pending, given, newClient())).rejects.toMatchObject(refusedPasskey);
    expect((await sessionOf(pending.id)).assurance).toBe("pending");
  });

  test("answers in parallel raise one session", async () => {
    const member = await givenPasskeyMember();
    const pending = await pendingSession(member);
    const attempt = async () => {
      const options = await askForPasskey(pending);
      return { answer: member.passkey.answer(options, { counter: 0 }), challenge: open(options.challenge) };
    };
    const given = await Promise.all(Array.from({ length: 4 }, attempt));
    const outcomes = await Promise.allSettled(given.map((one) => confirmWithPasskey(pending, one, newClient())));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("another account's passkeys cannot be seen", async () => {
    const { accountId } = await givenPasskeyMember();
    const { accountId: other } = await givenMember();
    const seen = await transaction({ kind: "member", accountId: other }, (tx) =>
      tx.execute(`select 1 from passkeys where account_id = '${accountId}'`),
    );
    expect(seen).toHaveLength(0);
  });
});
