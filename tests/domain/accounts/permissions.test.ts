import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { listKeyTasks, noteKeyTask } from "@/db/queries/key-tasks";
import { listReconcileRuns, noteReconcileRun } from "@/db/queries/reconcile-runs";
import { insertReport } from "@/db/queries/reports";
import { capMembers } from "@/lib/accounts/cap-members";
import { exportList } from "@/lib/accounts/export-list";
import { exportMembers } from "@/lib/accounts/export-members";
import { giveSupportLeave } from "@/lib/accounts/give-support-leave";
import { inviteSomeone } from "@/lib/accounts/invite";
import { listInvites } from "@/lib/accounts/list-invites";
import { listMembers, listStaff } from "@/lib/accounts/list-members";
import { listFactorResets, openResets } from "@/lib/accounts/list-resets";
import { lookAtContact } from "@/lib/accounts/look-at-contact";
import { may, type Permission, permissions, type Role, roles } from "@/lib/accounts/permissions";
import { readMember } from "@/lib/accounts/read-member";
import { askFactorReset } from "@/lib/accounts/reset-factors";
import { setRole } from "@/lib/accounts/set-role";
import { dayMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { askReconcile, askRepair } from "@/lib/billing/ask-reconcile";
import { askRefund } from "@/lib/billing/ask-refund";
import { exportFigures, readFigures } from "@/lib/billing/read-figures";
import { readMoney } from "@/lib/membership/read-money";
import { readSupportView } from "@/lib/membership/read-support-view";
import { suspendMember } from "@/lib/membership/suspend-member";
import { terminateMember } from "@/lib/membership/terminate-member";
import { listAnomalies } from "@/lib/oversight/anomalies/read-anomalies";
import { settle } from "@/lib/oversight/anomalies/settle-anomaly";
import { askForKeyTask } from "@/lib/oversight/ask-for-key-task";
import { block } from "@/lib/oversight/blocks/block";
import { liftBlock } from "@/lib/oversight/blocks/lift-block";
import { listBlocks, standingBlocks } from "@/lib/oversight/blocks/list-blocks";
import { listEvidence } from "@/lib/oversight/evidence/list";
import { recordEvidence } from "@/lib/oversight/evidence/record";
import { withdrawEvidence } from "@/lib/oversight/evidence/withdraw";
import { handleReport, listReports } from "@/lib/oversight/handle-report";
import { openByHand, writeNote } from "@/lib/oversight/incidents/handle-incident";
import { listIncidents, readIncident } from "@/lib/oversight/incidents/read-incidents";
import { exportLogLines, searchLog } from "@/lib/oversight/log/search-log";
import { readPatches } from "@/lib/oversight/patches/read-patches";
import { announceChange, callOffChange } from "@/lib/oversight/processors/announce";
import { readAnnounced } from "@/lib/oversight/processors/read";
import { readKeys } from "@/lib/oversight/read-keys";
import { readToday } from "@/lib/oversight/read-today";
import { judgeItem } from "@/lib/oversight/reviews/judge-item";
import { listReviews } from "@/lib/oversight/reviews/read-reviews";
import { askForLook } from "@/lib/policy/ask-for-look";
import { listControls } from "@/lib/policy/list-controls";
import { givenAnomaly } from "@/tests/domain/support/given-anomaly";
import { givenDifference } from "@/tests/domain/support/given-difference";
import { givenPaidMonth } from "@/tests/domain/support/given-paid-month";
import { givenReviewItem } from "@/tests/domain/support/given-review";
import { givenMember, host, newEmail } from "@/tests/support/members";
import { givenStaff, type Someone, type StaffActor } from "@/tests/support/staff";

afterAll(closeDatabases);

async function givenIncident(): Promise<string> {
  const source = { by: "staff", id: newId() } as const;
  return await openByHand((await givenStaff("security")).actor, { kind: "attack", severity: "low", source });
}

const members = { search: "", state: null, role: null, sort: "joined", descending: true } as const;
const noList = {
  name: "nothing",
  narrowed: {},
  listed: "members" as const,
  accountOf: () => null,
  page: async () => [],
  head: [],
  cells: () => [],
};
/** Far above how many members this file makes, and another one each time. */
let cap = 900_000;

/** What each permission is for: prepared by whoever may, then done by the one who is tried. A new permission does not compile without. */
const acts: Record<Permission, () => Promise<(actor: StaffActor) => Promise<unknown>>> = {
  "console.read": async () => (actor) => readToday(actor, "owner"),
  "invites.read": async () => (actor) => listInvites(actor),
  "invites.write": async () => (actor) => inviteSomeone(actor, newEmail()),
  "members.read": async () => {
    const { accountId } = await givenMember();
    return async (actor) => {
      await listMembers(actor, { ...members, cursor: null, limit: 5 });
      await readMember(actor, accountId, "member_asked");
    };
  },
  "members.contact": async () => {
    const { accountId } = await givenMember();
    return (actor) => lookAtContact(actor, accountId, "login_reported");
  },
  "members.export": async () => (actor) => exportMembers(actor, members, "audit", "members"),
  "members.cap": async () => {
    cap += 1;
    return (actor) => capMembers(actor, cap);
  },
  "lists.export": async () => (actor) => exportList(actor, { ...noList, permissions: ["lists.export"], reason: "audit" }),
  "members.suspend": async () => {
    const { accountId } = await givenMember();
    return (actor) => suspendMember(actor, accountId, "unpaid");
  },
  "members.terminate": async () => {
    const { accountId } = await givenMember();
    return (actor) => terminateMember(actor, accountId, "unpaid");
  },
  "members.support-view": async () => {
    const { accountId } = await givenMember();
    await giveSupportLeave(accountId, "hour");
    return (actor) => readSupportView(actor, accountId, "member_asked");
  },
  "money.read": async () => {
    const { accountId } = await givenMember();
    return async (actor) => {
      await readMoney(actor, accountId, "billing_question");
      await readFigures(actor);
      await exportFigures(actor);
    };
  },
  "refunds.write": async () => {
    const { accountId } = await givenMember();
    await givenPaidMonth(accountId);
    return (actor) => askRefund(actor, { id: newId(), accountId, amountCents: 1, reason: "goodwill" });
  },
  "access-log.read": async () => async (actor) => {
    const query = { who: "", whose: "", act: "", why: "", from: null, until: null, order: "newest", after: null } as const;
    await searchLog(actor, query, "review", 1);
    return await exportLogLines(actor, query, "review");
  },
  "staff.read": async () => (actor) => listStaff(actor, { ...members, role: null, cursor: null, limit: 5 }),
  "staff.write": async () => {
    const { accountId } = await givenMember();
    return (actor) => setRole(actor, accountId, "auditor");
  },
  "factors.read-resets": async () => (actor) => listFactorResets(actor, openResets),
  "factors.reset": async () => {
    const { accountId } = await givenMember();
    return (actor) => askFactorReset(actor, accountId);
  },
  "keys.read": async () => (actor) => readKeys(actor),
  "keys.rotate": async () => {
    await transaction({ kind: "system", job: "key-task" }, async (tx) => {
      for (const { id } of await listKeyTasks(tx, 20)) await noteKeyTask(tx, id, { finishedAt: now(), nextStepAt: null });
    });
    return (actor) => askForKeyTask(actor, "rotate-root");
  },
  "books.repair": async () => {
    const { accountId } = await givenMember();
    const id = await transaction({ kind: "system", job: "test" }, async (tx) => {
      for (const run of await listReconcileRuns(tx, 20)) await noteReconcileRun(tx, run.id, { finishedAt: now(), nextStepAt: null });
      return await givenDifference(tx, accountId);
    });
    return async (actor) => {
      await askRepair(actor, { difference: id, repair: "delete_item", amountCents: 700, reason: "known_failure" });
      await askReconcile(actor);
    };
  },
  "reviews.read": async () => (actor) =>
    listReviews(actor, { kind: null, state: null, sort: "due", descending: true, cursor: null, limit: 5 }),
  "reviews.judge": async () => {
    const itemId = await givenReviewItem();
    return (actor) => judgeItem(actor, itemId, { judgement: "ok", note: "Asked for by the member.", incident: false });
  },
  "reports.read": async () => (actor) => listReports(actor, { state: null, sort: "reported", descending: true, cursor: null, limit: 5 }),
  "controls.read": async () => (actor) =>
    listControls(actor, { result: null, clause: null, sort: "result", descending: false, cursor: null, limit: 5 }),
  "controls.ask": async () => askForLook,
  "incidents.read": async () => {
    const incidentId = await givenIncident();
    return async (actor) => {
      await listIncidents(actor, { state: null, severity: null, is: null, sort: "known", descending: true, cursor: null, limit: 5 });
      await readIncident(actor, incidentId);
    };
  },
  "incidents.handle": async () => {
    const incidentId = await givenIncident();
    return (actor) => writeNote(actor, incidentId, "Looked at.");
  },
  "reports.handle": async () => {
    const { accountId } = await givenMember();
    const report = { accountId, sessionId: null, device: null, network: null };
    const id = await transaction({ kind: "claimed", accountId }, (tx) => insertReport(tx, report));
    return (actor) => handleReport(actor, id);
  },
  "anomalies.read": async () => (actor) =>
    listAnomalies(actor, { state: "open", rule: null, sort: "last", descending: true, cursor: null, limit: 5 }),
  "anomalies.handle": async () => {
    const id = await givenAnomaly();
    return (actor) => settle(actor, id, "closed", "");
  },
  "blocks.read": async () => (actor) => listBlocks(actor, { ...standingBlocks, limit: 5 }),
  "blocks.write": async () => {
    const { accountId } = await givenMember();
    return async (actor) => {
      const id = await block(actor, { target: { accountId }, reason: "taken_over", hours: 1, from: null });
      await liftBlock(actor, id);
    };
  },
  "evidence.read": async () => (actor) =>
    listEvidence(actor, { clause: null, state: null, sort: "recorded", descending: true, cursor: null, limit: 5 }),
  "evidence.write": async () => async (actor) => {
    const given = { clause: "5a", title: "Certificate", text: "Of the host.", reference: "certificate.pdf" } as const;
    await withdrawEvidence(actor, await recordEvidence(actor, { ...given, validUntil: later(now(), dayMs) }));
  },
  "patches.read": async () => (actor) => readPatches(actor),
  "processors.read": async () => (actor) => readAnnounced(actor),
  "processors.write": async () => async (actor) => {
    const promised = { code: "archive", name: "Archive", purpose: "Keeps.", data: "Mails.", region: "Ireland", hosts: [] };
    await callOffChange(actor, await announceChange(actor, promised, { effectiveAt: null, urgentReason: "" }));
  },
};

type Tried = { name: string; role: Role | null; assurance: "password" | "factor" };
const tried: Tried[] = [
  ...roles.map((role): Tried => ({ name: role, role, assurance: "factor" })),
  { name: "no role", role: null, assurance: "factor" },
  ...roles.map((role): Tried => ({ name: `${role} without a second factor`, role, assurance: "password" })),
];
const people = new Map<string, Someone>();
beforeAll(async () => {
  for (const { name, role, assurance } of tried) people.set(name, await givenStaff(role, assurance));
});

const cells = (Object.keys(permissions) as Permission[]).flatMap((permission) =>
  tried.map((who) => ({ permission, ...who, allowed: who.assurance === "factor" && may(who.role, permission) })),
);

test.each(cells)("$name, asking for $permission: $allowed", async ({ permission, name, allowed }) => {
  const person = people.get(name);
  if (!person) throw new Error(`nobody is ${name}`);
  const act = await acts[permission]();
  const outcome = act(person.actor);
  const refusal = await outcome.then(
    () => null,
    (thrown) => ({ refusal: thrown.refusal, permission: thrown.facts?.permission }),
  );
  expect(refusal).toEqual(allowed ? null : { refusal: "forbidden", permission });
});

test("a role taken away, a suspension and an ended session end what a session may do at once", async () => {
  const demoted = await givenStaff("support");
  await setRole(host, demoted.accountId, null);
  const suspended = await givenStaff("support");
  await suspendMember(host, suspended.accountId, "unpaid");
  const borrowed: StaffActor = { ...(await givenStaff("support")).actor, staffId: (await givenStaff("owner")).accountId };
  for (const actor of [demoted.actor, suspended.actor, borrowed]) {
    await expect(listInvites(actor)).rejects.toMatchObject({ refusal: "forbidden" });
  }
});
