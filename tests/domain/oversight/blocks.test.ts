import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { askForReset } from "@/lib/accounts/ask-for-reset";
import { logIn } from "@/lib/accounts/log-in";
import { readSession } from "@/lib/accounts/read-session";
import { resetPassword } from "@/lib/accounts/reset-password";
import { whySessionEnded } from "@/lib/accounts/why-session-ended";
import { writeSigns } from "@/lib/audit/tally-signs";
import { hourMs } from "@/lib/base/clock";
import { parseNetwork } from "@/lib/base/network";
import { type Blocking, block } from "@/lib/oversight/blocks/block";
import { findTarget } from "@/lib/oversight/blocks/find-target";
import { liftBlock } from "@/lib/oversight/blocks/lift-block";
import { listBlocks, standingBlocks } from "@/lib/oversight/blocks/list-blocks";
import { isShutOut, watchBlocks } from "@/lib/oversight/blocks/watch-blocks";
import { recordRequest } from "@/lib/requests/record-request";
import { expectComplaints, logLines } from "@/tests/support/log-watch";
import { mailedToken } from "@/tests/support/mail-links";
import { givenMember, goodPassword, host, newClient } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";
import { waitFor } from "@/tests/support/wait-for";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));
afterEach(() => void vi.useRealTimers());

const shutOut = (target: Blocking["target"], hours = 1) => block(host, { target, reason: "taken_over", hours, from: null });
const refusedWith = (reason: string) => expect.objectContaining({ facts: expect.objectContaining({ reason }) });
const page = ["GET", "/login"] as const;
const isOut = (address: string) => isShutOut(address, ...page);

test("an account that is shut out loses its sessions, cannot be logged in to, and says until when and why to whoever has its password", async () => {
  const { accountId, sessionId, email } = await givenMember();
  const id = await shutOut({ accountId });
  expect(await readSession(sessionId, { activity: false })).toBeNull();
  expect(await whySessionEnded(sessionId)).toBe("blocked");
  const inFlight = transaction({ kind: "member", accountId }, (tx) =>
    recordRequest(tx, { accountId, kind: "make-key", subjectId: accountId }),
  );
  await expect(inFlight).rejects.toMatchObject({ refusal: "not_signed_in" });
  await expect(logIn({ email, password: "some other words than these" }, newClient())).rejects.toMatchObject({
    refusal: "wrong_credentials",
  });
  await expect(logIn({ email, password: goodPassword }, newClient())).rejects.toMatchObject({
    refusal: "forbidden",
    facts: { state: "blocked", why: "taken_over", until: expect.stringMatching(/^20/) },
  });
  await liftBlock(host, id);
  await expect(logIn({ email, password: goodPassword }, newClient())).resolves.toMatchObject({ accountId });
  const acts = await database`select act, actor, reason from access_lines where subject = ${accountId} and act like 'block.%' order by id`;
  expect(acts).toMatchObject([
    { act: "block.add", actor: "host:test", reason: "taken_over" },
    { act: "block.lift", actor: "host:test", reason: "asked_on_host" },
  ]);
  expect(await database`select template from outbox where account_id = ${accountId} and template = 'account-blocked'`).toHaveLength(1);
});

test("nobody sets the password of an account that is shut out by mail; once it is let in the same link works", async () => {
  const { accountId, email } = await givenMember();
  await askForReset(email, newClient());
  const token = await mailedToken(accountId, "password-reset");
  const id = await shutOut({ accountId });
  const words = "heron gravel lantern monday fjord";
  await expect(resetPassword(token, words, newClient())).rejects.toMatchObject({ refusal: "dead_link" });
  await liftBlock(host, id);
  await resetPassword(token, words, newClient());
  await expect(logIn({ email, password: words }, newClient())).resolves.toMatchObject({ accountId });
});

test("a block ends by itself", async () => {
  const { accountId, email } = await givenMember();
  await shutOut({ accountId });
  await database`update blocks set created_at = now() - interval '2 hours', until = now() - interval '1 second' where account_id = ${accountId}`;
  await expect(logIn({ email, password: goodPassword }, newClient())).resolves.toMatchObject({ accountId });
  await expect(shutOut({ accountId })).resolves.toBeTypeOf("string");
});

test("what stands is not shut out twice, of two at once neither; and it is lifted once", async () => {
  const { accountId } = await givenMember();
  const both = await Promise.allSettled([shutOut({ accountId }), shutOut({ accountId })]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await shutOut({ network: "203.0.113.0/24" });
  await expect(shutOut({ network: "203.0.113.77/24" })).rejects.toEqual(refusedWith("blocked_already"));
  const [one] = await listBlocks(host, { ...standingBlocks, limit: 1 });
  const lifts = await Promise.allSettled([liftBlock(host, one?.id ?? ""), liftBlock(host, one?.id ?? "")]);
  expect(lifts.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("nobody of staff shuts out themselves, their own network, one that staff work from, or more than a provider's part", async () => {
  const { actor, accountId } = await givenStaff("security");
  const from = "198.51.100.9";
  const ask = (target: Blocking["target"]) => block(actor, { target, reason: "misuse", hours: 1, from });
  await expect(ask({ network: "198.51.100.0/24" })).rejects.toEqual(refusedWith("own_network"));
  await expect(ask({ network: "::ffff:198.51.100.9" })).rejects.toEqual(refusedWith("own_network"));
  const [session] = await database`select network from sessions where id = ${actor.sessionId}`;
  await expect(ask({ network: session?.network })).rejects.toEqual(refusedWith("staff_within"));
  await expect(ask({ network: "10.0.0.0/8" })).rejects.toEqual(refusedWith("too_wide"));
  await expect(ask({ network: "2001:db8::/16" })).rejects.toEqual(refusedWith("too_wide"));
  for (const text of ["", "example.org", "1.2.3", "1.2.3.4/33", "1.2.3.4/-1", "::1/129", "1.2.3.4/8/8"])
    await expect(ask({ network: text })).rejects.toEqual(refusedWith("not_a_network"));
  await expect(ask({ accountId })).rejects.toEqual(refusedWith("own_standing"));
  const owner = await givenStaff("owner");
  await givenStaff("owner");
  await expect(ask({ accountId: owner.accountId })).rejects.toEqual(refusedWith("owner_only"));
});

test("staff name an account by its address, and a network by itself", async () => {
  const { actor } = await givenStaff("security");
  const { accountId, email } = await givenMember();
  expect(await findTarget(actor, ` ${email.toUpperCase()} `)).toEqual({ accountId });
  expect(await findTarget(actor, "203.0.113.5")).toEqual({ network: "203.0.113.5" });
  await expect(findTarget(actor, "nobody@example.org")).rejects.toEqual(refusedWith("not_a_network"));
});

test.each([
  ["203.0.113.7", "203.0.113.7/32"],
  ["203.0.113.7/24", "203.0.113.0/24"],
  ["2001:DB8::7/64", "2001:db8::/64"],
  ["::ffff:203.0.113.7", "203.0.113.7/32"],
  ["::ffff:203.0.113.0/120", "203.0.113.0/24"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["::ffff:0:0/90", null],
  ["203.0.113.7/", null],
])("%s is the network %s", (text, cidr) => {
  expect(parseNetwork(text)?.cidr ?? null).toBe(cidr);
});

test("web shuts a network out within seconds, but for signed messages and questions after its health, and keeps to what it knew while the database is away", async () => {
  let fresh = 0;
  await watchBlocks(() => {
    fresh += 1;
  });
  await shutOut({ network: "192.0.2.0/28" });
  await shutOut({ network: "2001:db8:7::/64" });
  await waitFor("the networks are shut out", () => isOut("192.0.2.3") && isOut("2001:db8:7::1"));
  expect(fresh).toBeGreaterThan(0);
  expect([isOut("192.0.2.16"), isOut("2001:db8:8::1"), isOut("unknown")]).toEqual([false, false, false]);
  for (const [method, path, out] of [
    ["POST", "/api/stripe/webhook", false],
    ["GET", "/api/stripe/webhook", true],
    ["POST", "/api/platforms/field-nation/webhook", false],
    ["GET", "/api/health/live", false],
    ["GET", "/calendar/a-token", true],
    ["POST", "/api/unsubscribe/a-token", true],
  ] as const)
    expect([path, isShutOut("192.0.2.3", method, path)]).toEqual([path, out]);

  expectComplaints("blocks cannot be read, the last known ones count");
  const { WEB_DATABASE_URL: url } = process.env;
  // What earlier tests had counted is not to be written while the database is away.
  await writeSigns({ kind: "visitor" });
  await closeDatabases();
  process.env.WEB_DATABASE_URL = "postgres://holdfast_web:none@127.0.0.1:1/none";
  await waitFor("the database is missed", () =>
    logLines().some(({ event }) => event === "blocks cannot be read, the last known ones count"),
  );
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hourMs / 2 });
  expect(isOut("192.0.2.3")).toBe(true);
  vi.setSystemTime(Date.now() + hourMs);
  expect(isOut("192.0.2.3")).toBe(false);
  vi.useRealTimers();
  process.env.WEB_DATABASE_URL = url;
  for (const { id, network } of await listBlocks(host, { ...standingBlocks, limit: 50 }))
    if (network === "192.0.2.0/28") await liftBlock(host, id);
  await waitFor("the network is let in", () => !isOut("192.0.2.3"));
  expect(isOut("2001:db8:7::1")).toBe(true);
});
