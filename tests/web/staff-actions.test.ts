import { randomUUID } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { incidentOfSource } from "@/db/queries/incidents";
import { keepInvoice, type ReadInvoice } from "@/db/queries/invoices";
import { listRefunds } from "@/db/queries/refunds";
import { listInvites } from "@/lib/accounts/list-invites";
import { listFactorResets, openResets } from "@/lib/accounts/list-resets";
import { may, type Role, roles } from "@/lib/accounts/permissions";
import { askFactorReset } from "@/lib/accounts/reset-factors";
import { dayMs, later, now } from "@/lib/base/clock";
import { suspendMember } from "@/lib/membership/suspend-member";
import { readAnomaly } from "@/lib/oversight/anomalies/read-anomalies";
import { block } from "@/lib/oversight/blocks/block";
import { listBlocks, standingBlocks } from "@/lib/oversight/blocks/list-blocks";
import { listReports } from "@/lib/oversight/handle-report";
import { readKeys } from "@/lib/oversight/read-keys";
import { reportSession } from "@/lib/oversight/report-not-me";
import { root } from "@/scripts/root";
import { givenAnomaly } from "@/tests/domain/support/given-anomaly";
import { type BuiltAction, builtActions, callAction } from "@/tests/support/call-action";
import { givenAppMember } from "@/tests/support/factor-member";
import { givenInvite, givenMember, host, newEmail } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { sessionCookie } from "@/tests/support/session-cookie";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { world } from "@/tests/support/world";
import { type Case, type Deed, houseCases } from "./house-cases";
import { incidentCases } from "./incident-cases";
import { moneyCases } from "./money-cases";

const { web } = world();
const callers = new Map<Role, Someone>();
const staffOf = (role: Role) => callers.get(role) as Someone;
const owner = () => staffOf("owner").actor;
const strangers: [who: string, cookie: string][] = [];

beforeAll(async () => {
  useWorldSettings();
  for (const role of roles) callers.set(role, await givenStaff(role));
  for (const [who, someone] of [
    ["a member", await givenStaff(null)],
    ["an owner who has shown no second factor", await givenStaff("owner", "password")],
  ] as const)
    strangers.push([who, await sessionCookie(someone.sessionId)]);
});

async function account(accountId: string) {
  const found = await transaction(host, (tx) => findAccount(tx, accountId));
  if (!found) throw new Error("the account is gone");
  return found;
}
const stateIs = (accountId: string, state: string) => async () => (await account(accountId)).state === state;
const inviteOf = async (email: string) => (await listInvites(host, { search: email }))[0];
const resetOf = async (accountId: string) => (await listFactorResets(owner(), openResets)).find((reset) => reset.accountId === accountId);

/** An invoice over a month that has just begun, which Stripe does not know: whatever is asked of it is refused there. */
function paidMonthOf(accountId: string): ReadInvoice {
  const at = now();
  const line = { id: "il_1", description: "Membership", amountCents: 1_000, acceptanceId: null, creditOf: null };
  const period = { periodStart: at.toISOString(), periodEnd: later(at, 30 * dayMs).toISOString() };
  const paid = {
    status: "paid",
    totalCents: 1_000,
    amountPaidCents: 1_000,
    remainingCents: 0,
    givenBackCents: 0,
    currency: "usd",
    attemptCount: 1,
    paidAt: at,
  };
  const nothing = { number: null, nextAttemptAt: null, pdfUrl: null, hostedUrl: null };
  return { id: `in_${randomUUID()}`, accountId, lines: [{ ...line, ...period }], issuedAt: at, readAt: at, ...paid, ...nothing };
}

const blockOf = async (accountId: string) =>
  (await listBlocks(owner(), { ...standingBlocks, limit: 50 })).find((one) => one.accountId === accountId);

async function givenInviteDeed(isDone: (email: string) => Promise<boolean>): Promise<Deed> {
  const { inviteId, email } = await givenInvite();
  return { fields: { invite: inviteId }, isDone: () => isDone(email) };
}

/** A reset that security asked for, so that another has to confirm it. */
async function givenResetDeed(isDone: (accountId: string) => Promise<boolean>): Promise<Deed> {
  const { accountId } = await givenAppMember();
  await askFactorReset((await givenStaff("security")).actor, accountId);
  return { fields: { reset: (await resetOf(accountId))?.id ?? "" }, isDone: () => isDone(accountId) };
}

const member = "app/(staff)/operator/members/[id]/actions.ts";
const invites = "app/(staff)/operator/invites/actions.ts";
const resets = "app/(staff)/operator/resets/actions.ts";
const blocks = "app/(staff)/operator/blocks/actions.ts";

/** Every action of staff's pages, by the file and the name that it is exported under. */
const cases: Record<string, Case> = {
  ...houseCases(owner, inviteOf),
  [`${member} suspend`]: {
    permission: "members.suspend",
    given: async () => {
      const { accountId } = await givenMember();
      return { fields: { member: accountId, reason: "unpaid" }, isDone: stateIs(accountId, "suspended") };
    },
  },
  [`${member} reinstate`]: {
    permission: "members.suspend",
    given: async () => {
      const { accountId } = await givenMember();
      await suspendMember(host, accountId, "unpaid");
      return { fields: { member: accountId }, isDone: stateIs(accountId, "active") };
    },
  },
  [`${member} terminate`]: {
    permission: "members.terminate",
    given: async () => {
      const { accountId } = await givenMember();
      return { fields: { member: accountId, reason: "unpaid", sure: "yes" }, isDone: stateIs(accountId, "terminated") };
    },
  },
  [`${member} refund`]: {
    permission: "refunds.write",
    given: async () => {
      const { accountId } = await givenMember();
      await transaction(host, (tx) => keepInvoice(tx, paidMonthOf(accountId)));
      return {
        fields: { member: accountId, id: randomUUID(), amount: "3.00", reason: "goodwill" },
        isDone: async () => (await transaction(host, (tx) => listRefunds(tx, accountId))).length > 0,
      };
    },
  },
  [`${member} askReset`]: {
    permission: "factors.reset",
    given: async () => {
      const { accountId } = await givenAppMember();
      return { fields: { member: accountId }, isDone: async () => (await resetOf(accountId)) !== undefined };
    },
  },
  [`${invites} makeInvite`]: {
    permission: "invites.write",
    given: async () => {
      const email = newEmail();
      return { fields: { email }, isDone: async () => (await inviteOf(email)) !== undefined };
    },
  },
  [`${invites} sendInviteAgain`]: {
    permission: "invites.write",
    given: () => givenInviteDeed(async (email) => (await inviteOf(email))?.links === 2),
  },
  [`${invites} takeInviteBack`]: {
    permission: "invites.write",
    given: () => givenInviteDeed(async (email) => (await inviteOf(email))?.state === "revoked"),
  },
  [`${resets} confirm`]: {
    permission: "factors.reset",
    given: () => givenResetDeed(async (accountId) => (await resetOf(accountId))?.effectiveAt != null),
  },
  [`${resets} cancel`]: {
    permission: "factors.reset",
    given: () => givenResetDeed(async (accountId) => (await resetOf(accountId)) === undefined),
  },
  "app/(staff)/operator/staff/actions.ts changeRole": {
    permission: "staff.write",
    given: async () => {
      const { accountId } = await givenMember();
      return { fields: { member: accountId, role: "auditor" }, isDone: async () => (await account(accountId)).role === "auditor" };
    },
  },
  "app/(staff)/operator/reports/actions.ts closeReport": {
    permission: "reports.handle",
    given: async () => {
      const { accountId, sessionId } = await givenMember();
      await reportSession(accountId, sessionId);
      const find = async () =>
        (await listReports(owner(), { state: null, sort: "reported", descending: true, cursor: null, limit: 500 })).find(
          (report) => report.accountId === accountId,
        );
      return { fields: { report: (await find())?.id ?? "" }, isDone: async () => (await find())?.handledAt != null };
    },
  },
  "app/(staff)/operator/anomalies/[id]/actions.ts settleAnomaly": {
    permission: "anomalies.handle",
    given: async () => {
      const id = await givenAnomaly();
      return {
        fields: { anomaly: id, outcome: "closed", note: "" },
        isDone: async () => (await readAnomaly(owner(), id)).state === "closed",
      };
    },
  },
  "app/(staff)/operator/anomalies/[id]/actions.ts openIncident": {
    permission: "incidents.handle",
    given: async () => {
      const id = await givenAnomaly();
      return {
        fields: { anomaly: id },
        isDone: async () => (await transaction(host, (tx) => incidentOfSource(tx, `anomaly:${id}`))) !== null,
      };
    },
  },
  [`${blocks} shutOut`]: {
    permission: "blocks.write",
    given: async () => {
      const { accountId, email } = await givenMember();
      return { fields: { target: email, reason: "taken_over", hours: "1" }, isDone: async () => (await blockOf(accountId)) !== undefined };
    },
  },
  [`${blocks} lift`]: {
    permission: "blocks.write",
    given: async () => {
      const { accountId } = await givenMember();
      const id = await block(host, { target: { accountId }, reason: "taken_over", hours: 1, from: null });
      return { fields: { block: id }, isDone: async () => (await blockOf(accountId)) === undefined };
    },
  },
  ...moneyCases,
  ...incidentCases(() => staffOf("owner")),
  "app/(staff)/operator/keys/actions.ts rotate": {
    permission: "keys.rotate",
    given: async () => {
      const ours = new Set([...callers.values()].map(({ accountId }) => `staff:${accountId}`));
      return {
        fields: { kind: "rotate-root" },
        isDone: async () => (await readKeys(owner())).tasks.some(({ askedBy }) => ours.has(askedBy)),
      };
    },
  },
};

/** The actions of the build behind staff's pages, whether or not a form shows them. */
function builtBehindStaff(): Map<string, BuiltAction> {
  const built = builtActions().filter(({ file }) => file.startsWith("app/(staff)/"));
  return new Map(built.map((action) => [`${action.file} ${action.name}`, action]));
}

async function call(name: string, fields: Deed["fields"], cookie: string): Promise<string> {
  const action = builtBehindStaff().get(name);
  if (!action) throw new Error(`the build has no action ${name}`);
  const headers = { cookie, origin: web };
  const { status, body, headers: answered } = await callAction(web, { id: action.id, path: action.page, fields, headers });
  return `${status} ${answered["x-action-redirect"] ?? ""} ${body}`;
}

test("each action of staff's pages, in the sources and in the build, has a case here", () => {
  const written = globSync("app/(staff)/**/*actions.ts", { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/^export (?:const|async function) (\w+)/gm)].map(([, name]) => `${file} ${name}`),
  );
  expect(written.length).toBeGreaterThan(0);
  expect(Object.keys(cases).toSorted()).toEqual(written.toSorted());
  expect([...builtBehindStaff().keys()].toSorted()).toEqual(written.toSorted());
});

test.each(Object.keys(cases))("%s is refused to all who may not, and changes nothing; who may does it by the same call", async (name) => {
  const { permission, given } = cases[name] as Case;
  const { fields, isDone } = await given();
  expect(await isDone(), "before anybody has called").toBe(false);
  for (const role of roles.filter((one) => !may(one, permission))) {
    expect(await call(name, fields, await sessionCookie(staffOf(role).sessionId)), role).toMatch(
      /^200 .*"refused".*Your role cannot do this/s,
    );
    expect(await isDone(), role).toBe(false);
  }
  for (const [who, cookie] of strangers) {
    expect(await call(name, fields, cookie), who).toMatch(/^404 |^200 \/settings\/security\?needed=staff/);
    expect(await isDone(), who).toBe(false);
  }
  // Rotating the world's root key is left to staff.test.ts, which counts its versions.
  if (name.endsWith("keys/actions.ts rotate")) return;
  await call(name, fields, await sessionCookie(staffOf("owner").sessionId));
  expect(await isDone(), "an owner").toBe(true);
});
