import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { insertFactor, listFactors } from "@/db/queries/factors";
import type { MailRow } from "@/db/queries/outbox";
import { askForEmailChange, callOffEmailChange, readPendingAddress } from "@/lib/accounts/ask-for-email-change";
import { askForReset } from "@/lib/accounts/ask-for-reset";
import { confirmEmail } from "@/lib/accounts/confirm-email";
import { findMailedLink } from "@/lib/accounts/find-mailed-link";
import { logIn } from "@/lib/accounts/log-in";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { findReset, resetPassword } from "@/lib/accounts/reset-password";
import { undoEmail } from "@/lib/accounts/undo-email";
import { dayMs, hourMs, later } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { findRecipient } from "@/lib/notices/find-recipient";
import { queueMail } from "@/lib/notices/queue-mail";
import { mailedToken, waitingMails } from "@/tests/support/mail-links";
import { givenMember, newClient, newEmail } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const sessionOf = async (id: string): Promise<Session> => {
  const session = await readSession(id, { activity: false });
  if (!session) throw new Error("the session has ended");
  return session;
};
const alive = async (id: string) => (await readSession(id, { activity: false })) !== null;
/** The mails about a change of address that wait, apart from those about logins. */
const mailsAbout = async (accountId: string) => (await waitingMails(accountId)).filter(({ template }) => template.startsWith("email-"));
const addressOf = async (accountId: string) => (await database`select email from accounts where id = ${accountId}`)[0]?.email;

/** Changes the address as whoever is logged in can, and gives the token that the earlier address got. */
async function change(member: { accountId: string; sessionId: string }, to: string): Promise<string> {
  const session = await sessionOf(member.sessionId);
  await askForEmailChange(session, to, newClient());
  await confirmEmail(await mailedToken(member.accountId, "email-confirm"), session);
  return await mailedToken(member.accountId, "email-changed");
}

test("the new address counts once its holder confirms it; the old one is told, other sessions end", async () => {
  const member = await givenMember();
  const elsewhere = await logIn(member, newClient());
  const to = newEmail();
  await askForEmailChange(await sessionOf(member.sessionId), ` ${to.toUpperCase()} `, newClient());
  expect(await addressOf(member.accountId)).toBe(member.email);
  expect(await mailsAbout(member.accountId)).toMatchObject([{ template: "email-confirm", to }]);
  expect(await readPendingAddress(member.accountId)).toMatchObject({ email: to });
  const token = await mailedToken(member.accountId, "email-confirm");
  await confirmEmail(token, await sessionOf(member.sessionId));
  expect(await addressOf(member.accountId)).toBe(to);
  expect([await alive(member.sessionId), await alive(elsewhere.sessionId)]).toEqual([true, false]);
  expect(await mailsAbout(member.accountId)).toMatchObject([{ template: "email-changed", to: member.email }]);
  expect(await logIn({ ...member, email: to }, newClient())).toMatchObject({ accountId: member.accountId });
  await expect(confirmEmail(token, null)).rejects.toMatchObject({ refusal: "dead_link" });
});

test("a link that is followed in a browser without the account's session ends all of them", async () => {
  const member = await givenMember();
  const stranger = await givenMember();
  await askForEmailChange(await sessionOf(member.sessionId), newEmail(), newClient());
  await confirmEmail(await mailedToken(member.accountId, "email-confirm"), await sessionOf(stranger.sessionId));
  expect([await alive(member.sessionId), await alive(stranger.sessionId)]).toEqual([false, true]);
});

test("an address that somebody has is answered like any other, shown as waiting, and sent nothing", async () => {
  const holder = await givenMember();
  const member = await givenMember();
  const session = await sessionOf(member.sessionId);
  expect(await askForEmailChange(session, holder.email, newClient())).toBeUndefined();
  expect(await readPendingAddress(member.accountId)).toMatchObject({ email: holder.email });
  expect(await mailsAbout(member.accountId)).toEqual([]);
});

test("an address that is taken while its mail is under way is a dead link at its end, and nothing changes", async () => {
  const [first, second] = [await givenMember(), await givenMember()];
  const to = newEmail();
  for (const member of [first, second]) await askForEmailChange(await sessionOf(member.sessionId), to, newClient());
  const late = await mailedToken(second.accountId, "email-confirm");
  await confirmEmail(await mailedToken(first.accountId, "email-confirm"), null);
  await expect(confirmEmail(late, null)).rejects.toMatchObject({ refusal: "dead_link" });
  expect(await addressOf(second.accountId)).toBe(second.email);
  expect(await alive(second.sessionId)).toBe(true);
});

test("a newer request, calling it off, and a day each kill the link to a new address", async () => {
  const member = await givenMember();
  const session = await sessionOf(member.sessionId);
  const ask = async () => {
    await askForEmailChange(session, newEmail(), newClient());
    return await mailedToken(member.accountId, "email-confirm");
  };
  const first = await ask();
  const second = await ask();
  expect(await findMailedLink("confirm-email", first)).toBeNull();
  await callOffEmailChange(member.accountId);
  expect(await findMailedLink("confirm-email", second)).toBeNull();
  const third = await ask();
  vi.useFakeTimers({ toFake: ["Date"], now: later(new Date(), 25 * hourMs) });
  await expect(confirmEmail(third, null)).rejects.toMatchObject({ refusal: "dead_link" });
});

test("a reset's link that went to the old address is dead once the address has changed", async () => {
  const member = await givenMember();
  await askForReset(member.email, newClient());
  const reset = await mailedToken(member.accountId, "password-reset");
  await change(member, newEmail());
  expect(await findReset(reset)).toBeNull();
});

test("taking it back wins over all that a thief has done since: address, sessions, links and password", async () => {
  const member = await givenMember();
  const [thiefs, thiefsOther, third] = [newEmail(), newEmail(), newEmail()];
  const ownersUndo = await change(member, thiefs);
  const thiefsUndo = await change(member, thiefsOther);
  await askForEmailChange(await sessionOf(member.sessionId), third, newClient());
  const pending = await mailedToken(member.accountId, "email-confirm");
  await undoEmail(ownersUndo);
  expect(await addressOf(member.accountId)).toBe(member.email);
  expect(await alive(member.sessionId)).toBe(false);
  for (const dead of [() => undoEmail(thiefsUndo), () => undoEmail(ownersUndo), () => confirmEmail(pending, null)])
    await expect(dead()).rejects.toMatchObject({ refusal: "dead_link" });
  await expect(logIn(member, newClient())).rejects.toMatchObject({ refusal: "wrong_credentials" });
  expect(await mailsAbout(member.accountId)).toMatchObject([{ template: "email-restored", to: member.email }]);
  await resetPassword(await mailedToken(member.accountId, "email-restored"), "violet harbour seventeen lanterns", newClient());
  expect(await logIn({ ...member, password: "violet harbour seventeen lanterns" }, newClient())).toMatchObject({
    accountId: member.accountId,
  });
});

test("factors that a thief has enrolled since the address moved go with it, and those of before stay", async () => {
  const member = await givenMember();
  const enrol = (name: string) =>
    transaction({ kind: "member", accountId: member.accountId }, (tx) =>
      insertFactor(tx, { id: newId(), accountId: member.accountId, kind: "passkey", name }),
    );
  await enrol("the owner's");
  const ownersUndo = await change(member, newEmail());
  await enrol("the thief's");
  await undoEmail(ownersUndo);
  const left = await transaction({ kind: "claimed", accountId: member.accountId }, (tx) => listFactors(tx, member.accountId));
  expect(left.map(({ name }) => name)).toEqual(["the owner's"]);
});

test("a mail that names a right of another account is not sent", async () => {
  const [owner, other] = [await givenMember(), await givenMember()];
  await askForReset(owner.email, newClient());
  const right = await database`select id from mail_links where account_id = ${owner.accountId} and kind = 'reset'`;
  await transaction({ kind: "claimed", accountId: other.accountId }, (tx) =>
    queueMail(tx, { template: "password-reset", accountId: other.accountId, subjectId: right[0]?.id }),
  );
  const [mail] = await database`select * from outbox where account_id = ${other.accountId} and template = 'password-reset'`;
  const recipient = await transaction({ kind: "system", job: "test" }, (tx) =>
    findRecipient(tx, { template: mail?.template, accountId: mail?.account_id, subjectId: mail?.subject_id, facts: {} } as MailRow),
  );
  expect(recipient).toBeNull();
});

test("the owner's undo works even after the thief has used their own", async () => {
  const member = await givenMember();
  const ownersUndo = await change(member, newEmail());
  const thiefsUndo = await change(member, newEmail());
  await undoEmail(thiefsUndo);
  await undoEmail(ownersUndo);
  expect(await addressOf(member.accountId)).toBe(member.email);
});

test("seven days end the way back", async () => {
  const member = await givenMember();
  const undo = await change(member, newEmail());
  vi.useFakeTimers({ toFake: ["Date"], now: later(new Date(), 7 * dayMs - hourMs) });
  expect(await findMailedLink("undo-email", undo)).not.toBeNull();
  vi.setSystemTime(later(new Date(), 2 * hourMs));
  await expect(undoEmail(undo)).rejects.toMatchObject({ refusal: "dead_link" });
});

test("one's own address, and what is no address, are refused", async () => {
  const member = await givenMember();
  const session = await sessionOf(member.sessionId);
  await expect(askForEmailChange(session, member.email.toUpperCase(), newClient())).rejects.toMatchObject({ facts: { reason: "same" } });
  await expect(askForEmailChange(session, "nowhere", newClient())).rejects.toMatchObject({ refusal: "invalid_input" });
});
