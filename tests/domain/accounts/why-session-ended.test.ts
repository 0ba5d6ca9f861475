import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { endOwnSession } from "@/lib/accounts/end-own-session";
import { endSession } from "@/lib/accounts/end-session";
import { endSessions } from "@/lib/accounts/end-sessions";
import { setRole } from "@/lib/accounts/set-role";
import { whySessionEnded } from "@/lib/accounts/why-session-ended";
import { suspendMember } from "@/lib/membership/suspend-member";
import { terminateMember } from "@/lib/membership/terminate-member";
import { reportSession } from "@/lib/oversight/report-not-me";
import { givenMember, host } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

type Member = Awaited<ReturnType<typeof givenMember>>;
const idle = ({ sessionId }: Member) => database`update sessions set seen_at = seen_at - interval '31 minutes' where id = ${sessionId}`;

const ends: [string, (member: Member) => Promise<unknown>][] = [
  ["idle", idle],
  ["longest_time", ({ sessionId }) => database`update sessions set expires_at = now() where id = ${sessionId}`],
  ["ended_by_member", ({ accountId, sessionId }) => endOwnSession(accountId, sessionId)],
  ["reported", ({ accountId, sessionId }) => reportSession(accountId, sessionId)],
  ["suspended", ({ accountId }) => suspendMember(host, accountId, "unpaid")],
  ["terminated", ({ accountId }) => terminateMember(host, accountId, "unpaid")],
  ["role_changed", ({ accountId }) => setRole(host, accountId, "support")],
];

test.each(ends)("a session that is over because of this says so: %s", async (because, end) => {
  const member = await givenMember();
  expect(await whySessionEnded(member.sessionId)).toBeNull();
  await end(member);
  expect(await whySessionEnded(member.sessionId)).toBe(because);
});

test("one that had run out before it was ended has run out", async () => {
  const member = await givenMember();
  await idle(member);
  await transaction({ kind: "claimed", accountId: member.accountId }, (tx) => endSessions(tx, member.accountId, "password_changed"));
  expect(await whySessionEnded(member.sessionId)).toBe("idle");
});

test.each(["logout", "replaced"] as const)("one that its holder ended here has nothing to tell: %s", async (because) => {
  const { sessionId } = await givenMember();
  await endSession(sessionId, because);
  expect(await whySessionEnded(sessionId)).toBeNull();
  expect(await whySessionEnded(crypto.randomUUID())).toBeNull();
});
