import { afterAll, beforeEach, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { insertBackupRun } from "@/db/queries/backup-runs";
import { dayMs, hourMs, later } from "@/lib/base/clock";
import { alarmKinds } from "@/lib/oversight/alarms/kinds";
import { watchAlarms } from "@/lib/oversight/alarms/watch-alarms";
import { handleReport } from "@/lib/oversight/handle-report";
import { answerReport } from "@/lib/oversight/public-reports/handle";
import { report } from "@/lib/oversight/public-reports/report";
import { reportSession } from "@/lib/oversight/report-not-me";
import { expectComplaints, logLines } from "@/tests/support/log-watch";
import { givenMember, host, newClient } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));
const owner = await givenStaff("owner");
const { accountId: ownerId } = owner;
const open = async () => (await database`select kind from alarms where ended_at is null order by kind`).map(({ kind }) => kind);
const mailsOf = async (kind: string) =>
  (await database`select account_id from outbox where template = 'service-alarm' and facts ->> 'kind' = ${kind}`).map(
    (row) => row.account_id,
  );

const ago = (ms: number) => later(new Date(), -ms);
const run = (kind: "backup" | "drill", at: Date, result: "done" | "failed" = "done") =>
  transaction(host, (tx) =>
    insertBackupRun(tx, {
      kind,
      result,
      failedAt: result === "failed" ? "access log" : null,
      takenAt: at,
      startedAt: at,
      finishedAt: at,
      rows: 1,
      bytes: 1,
      logSequence: 0,
      digest: null,
    }),
  );

const compared = (at: Date, unread: number) =>
  database`insert into reconcile_runs (id, asked_by, created_at, finished_at, compared, unread) values (gen_random_uuid(), 'system:test', ${at}, ${at}, 5, ${unread})`;

beforeEach(async () => {
  await database`delete from alarms`;
  await database`delete from outbox`;
  await database`delete from backup_runs`;
});

test("a service as young as this one has no alarm", async () => {
  await watchAlarms();
  expect(await open()).toEqual([]);
});

type Case = { kind: keyof typeof alarmKinds; cause: () => Promise<unknown>; mend: () => Promise<unknown> };
const cases: Case[] = [
  {
    kind: "checkpoints-not-kept",
    cause: () => {
      process.env.CHECKPOINT_DIR = "/nowhere";
      return database`insert into checkpoints (number, sequence, jws, signed_at) values (1, 0, 'x', now() - interval '31 minutes')`;
    },
    mend: () => database`insert into checkpoint_exports (number, exported_at) values (1, now())`,
  },
  {
    kind: "log-not-chained",
    cause: () =>
      database`insert into access_lines (id, at, actor, act, object, reason, facts) values ('01890000-0000-7000-8000-000000000001', now() - interval '6 minutes', 'system:test', 'x', 'x', 'x', '{}')`,
    mend: () =>
      database`insert into access_chain (sequence, line_id, hash, chained_at) values (1000, '01890000-0000-7000-8000-000000000001', 'x', now())`,
  },
  {
    kind: "purge-late",
    cause: () => database`update accounts set created_at = now() - interval '27 hours'`,
    mend: () => database`update accounts set created_at = now()`,
  },
  { kind: "backup-late", cause: () => run("backup", ago(2 * dayMs + hourMs)), mend: () => run("backup", ago(hourMs)) },
  { kind: "drill-late", cause: () => run("drill", ago(46 * dayMs)), mend: () => run("drill", ago(hourMs)) },
  { kind: "drill-failed", cause: () => run("drill", ago(hourMs), "failed"), mend: () => run("drill", ago(0)) },
  {
    kind: "books-not-compared",
    // A comparison that could not read somebody is none.
    cause: async () => [await compared(ago(61 * hourMs), 0), await compared(ago(hourMs), 1)],
    mend: () => compared(ago(0), 0),
  },
  {
    kind: "mail-waits",
    cause: () =>
      database`insert into outbox (id, template, account_id, facts, created_at) values (gen_random_uuid(), 'account-reinstated', ${ownerId}, '{}', now() - interval '61 minutes')`,
    mend: () => database`update outbox set sent_at = now()`,
  },
  {
    kind: "requests-wait",
    cause: () =>
      database`insert into requests (id, account_id, kind, subject_id, created_at) values (gen_random_uuid(), ${ownerId}, 'make-key', ${ownerId}, now() - interval '11 minutes')`,
    mend: () => database`update requests set taken_at = now()`,
  },
  {
    kind: "report-waits",
    cause: () => report({ kind: "access", text: "Somebody called me and knew my jobs.", contact: null }, newClient()),
    mend: async () => {
      const [waiting] = await database<{ id: string }[]>`select id from public_reports where state = 'received'`;
      await answerReport(owner.actor, waiting?.id ?? "", { outcome: null, answer: "" });
    },
  },
  {
    kind: "login-reported",
    cause: async () => {
      const { accountId, sessionId } = await givenMember();
      await reportSession(accountId, sessionId);
    },
    mend: async () => {
      const [waiting] = await database<{ id: string }[]>`select id from reports where handled_at is null`;
      await handleReport(owner.actor, waiting?.id ?? "");
    },
  },
];

test.each(cases)("$kind is told once to whoever handles it, and ends when its cause is gone", async ({ kind, cause, mend }) => {
  const support = await givenStaff("support");
  await givenMember();
  await database`delete from outbox`;
  await database`update requests set taken_at = now()`;
  await cause();
  expectComplaints("alarm raised");
  await watchAlarms();
  await watchAlarms();
  expect(await open()).toEqual([kind]);
  expect(logLines().filter(({ event }) => event === "alarm raised")).toHaveLength(1);
  const told = await mailsOf(kind);
  expect(told).toContain(ownerId);
  expect(told).not.toContain(support.accountId);
  expect(new Set(told).size).toBe(told.length);
  await mend();
  await watchAlarms();
  expect(await open()).toEqual([]);
});

test("every alarm has a cause that is tried here", () => {
  expect(cases.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(alarmKinds).toSorted());
});
