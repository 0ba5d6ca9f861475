import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { factors } from "@/db/schema";
import { askForEmailChange } from "@/lib/accounts/ask-for-email-change";
import { askForReset } from "@/lib/accounts/ask-for-reset";
import { changePassword } from "@/lib/accounts/change-password";
import { logIn } from "@/lib/accounts/log-in";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { findReset, resetPassword } from "@/lib/accounts/reset-password";
import { later, minuteMs } from "@/lib/base/clock";
import { mailedToken, waitingMails } from "@/tests/support/mail-links";
import { givenMember, newClient, newEmail } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const newPassword = "violet harbour seventeen lanterns";
const sessionOf = async (id: string): Promise<Session> => {
  const session = await readSession(id, { activity: false });
  if (!session) throw new Error("the session has ended");
  return session;
};
const alive = async (id: string) => (await readSession(id, { activity: false })) !== null;
const templatesFor = async (accountId: string) => (await waitingMails(accountId)).map(({ template }) => template);

test("a reset sets the password once, ends every session, and says so by mail", async () => {
  const { accountId, sessionId, email, password } = await givenMember();
  await askForReset(email, newClient());
  const token = await mailedToken(accountId, "password-reset");
  expect(await findReset(token)).toMatchObject({ email });
  await resetPassword(token, newPassword, newClient());
  expect(await alive(sessionId)).toBe(false);
  await expect(logIn({ email, password }, newClient())).rejects.toMatchObject({ refusal: "wrong_credentials" });
  expect(await logIn({ email, password: newPassword }, newClient())).toMatchObject({ accountId });
  expect(await templatesFor(accountId)).toContain("password-changed");
  await expect(resetPassword(token, "another long enough password now", newClient())).rejects.toMatchObject({ refusal: "dead_link" });
});

test("of parallel resets by one link one succeeds", async () => {
  const { accountId, email } = await givenMember();
  await askForReset(email, newClient());
  const token = await mailedToken(accountId, "password-reset");
  const outcomes = await Promise.allSettled(
    ["one", "two", "three"].map((word) => resetPassword(token, `${newPassword} ${word}`, newClient())),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a newer link kills the older, and half an hour kills any", async () => {
  const { accountId, email } = await givenMember();
  await askForReset(email, newClient());
  const older = await mailedToken(accountId, "password-reset");
  await askForReset(email, newClient());
  const newer = await mailedToken(accountId, "password-reset");
  await expect(resetPassword(older, newPassword, newClient())).rejects.toMatchObject({ refusal: "dead_link" });
  expect(await findReset(newer)).not.toBeNull();
  vi.useFakeTimers({ toFake: ["Date"], now: later(new Date(), 31 * minuteMs) });
  expect(await findReset(newer)).toBeNull();
  await expect(resetPassword(newer, newPassword, newClient())).rejects.toMatchObject({ refusal: "dead_link" });
});

test("of links asked for at once only the last counts", async () => {
  const { accountId, email } = await givenMember();
  await Promise.all([1, 2, 3, 4].map(() => askForReset(email, newClient())));
  const [count] = await database`select count(*)::int as links from mail_links where account_id = ${accountId} and used_at is null`;
  expect(count?.links).toBe(1);
});

test("a reset keeps the second factor: the login after it still waits for one", async () => {
  const { accountId, email } = await givenMember();
  await transaction({ kind: "member", accountId }, (tx) => tx.insert(factors).values({ accountId, kind: "totp", name: "Phone" }));
  await askForReset(email, newClient());
  await resetPassword(await mailedToken(accountId, "password-reset"), newPassword, newClient());
  expect(await logIn({ email, password: newPassword }, newClient())).toMatchObject({ needsFactor: true });
});

test("an unknown address and a suspended account are answered as a known one is, without a mail and in no less time", async () => {
  const suspended = await givenMember();
  const known = await givenMember();
  await database`update accounts set state = 'suspended' where id = ${suspended.accountId}`;
  const timed = async (email: string) => {
    const start = performance.now();
    const answer = await askForReset(email, newClient());
    return { answer, milliseconds: performance.now() - start };
  };
  for (const email of [known.email, suspended.email, newEmail()]) {
    const { answer, milliseconds } = await timed(email);
    expect(answer).toBeUndefined();
    expect(milliseconds).toBeGreaterThan(290);
  }
  expect(await templatesFor(known.accountId)).toEqual(["password-reset"]);
  expect(await templatesFor(suspended.accountId)).toEqual([]);
});

test("asking over and over has to wait, for an unknown address after as many times as for a known one", async () => {
  const { email } = await givenMember();
  const asks = async (address: string) => {
    for (let count = 0; count < 20; count += 1) {
      const refused = await askForReset(address, newClient()).then(
        () => null,
        (thrown: { refusal?: string }) => thrown.refusal,
      );
      if (refused) return { count, refused };
    }
    return null;
  };
  const known = await asks(email);
  expect(known?.refused).toBe("too_many");
  expect(await asks(newEmail())).toEqual(known);
});

test("a weak password leaves the link usable, and one made of the account's own name is refused", async () => {
  const { accountId, email } = await givenMember();
  await askForReset(email, newClient());
  const token = await mailedToken(accountId, "password-reset");
  await expect(resetPassword(token, "short", newClient())).rejects.toMatchObject({ facts: { flaw: "too_short" } });
  await expect(resetPassword(token, `${email.split("@")[0]}-1`, newClient())).rejects.toMatchObject({ refusal: "invalid_input" });
  await resetPassword(token, newPassword, newClient());
});

test("a reset calls off a change of address that is under way", async () => {
  const { accountId, sessionId, email } = await givenMember();
  await askForEmailChange(await sessionOf(sessionId), newEmail(), newClient());
  await askForReset(email, newClient());
  await resetPassword(await mailedToken(accountId, "password-reset"), newPassword, newClient());
  expect(await templatesFor(accountId)).not.toContain("email-confirm");
});

test("changing the password ends every other session, gives this one a new id, and kills reset links", async () => {
  const { accountId, sessionId, email, password } = await givenMember();
  const other = await logIn({ email, password }, newClient());
  await askForReset(email, newClient());
  const reset = await mailedToken(accountId, "password-reset");
  const newId = await changePassword(await sessionOf(sessionId), newPassword, newClient());
  expect([await alive(sessionId), await alive(other.sessionId), await alive(newId)]).toEqual([false, false, true]);
  expect(await sessionOf(newId)).toMatchObject({ accountId, assurance: "password" });
  expect(await findReset(reset)).toBeNull();
  expect(await templatesFor(accountId)).toContain("password-changed");
  await expect(logIn({ email, password }, newClient())).rejects.toMatchObject({ refusal: "wrong_credentials" });
  const acts = await database`select act from access_lines where subject = ${accountId}`;
  expect(acts.map(({ act }) => act)).toContain("password.change");
});
