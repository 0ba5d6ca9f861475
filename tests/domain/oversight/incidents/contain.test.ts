import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { logIn } from "@/lib/accounts/log-in";
import { readSession } from "@/lib/accounts/read-session";
import { newId } from "@/lib/base/ids";
import { rotateConnectionKey } from "@/lib/connections/rotate-connection-key";
import { runKeyTask } from "@/lib/connections/run-key-task";
import { dropSession } from "@/lib/connections/session-for";
import { liftStop, rotateKeys, shutOut, stop } from "@/lib/oversight/incidents/contain";
import { finish, planAction } from "@/lib/oversight/incidents/duties";
import { endSet } from "@/lib/oversight/incidents/end-sets";
import { moveOn, openByHand } from "@/lib/oversight/incidents/handle-incident";
import { readIncident } from "@/lib/oversight/incidents/read-incidents";
import { readKeys } from "@/lib/oversight/read-keys";
import { readToday } from "@/lib/oversight/read-today";
import { assigneeOf, givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";
import { held } from "@/tests/support/hold-at-point";
import { givenMember, newClient } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));
vi.setConfig({ testTimeout: 60_000 });

const { outside, database } = await givenOutside();
let security: Someone;
beforeAll(async () => {
  security = await givenStaff("security");
});
afterEach(async () => {
  await database`update stops set lifted_at = now() where lifted_at is null`;
});

const given = (drill = false) =>
  openByHand(security.actor, { kind: "credential_exposure", severity: "high", source: { by: "staff", id: newId() }, drill });
const calls = async () => (await outside.control<{ platform: { calls: unknown[] } }>("GET", "/__world")).platform.calls.length;
const stopsOf = (incidentId: string) =>
  database<{ id: string; kind: string }[]>`select id, kind from stops where incident_id = ${incidentId} and lifted_at is null`;
const openings = async (accountId: string) =>
  (await database`select 1 from access_lines where subject = ${accountId} and act = 'credential.open'`).length;
const everything = { kind: "everything", platform: null } as const;
const alive = async (sessionId: string) => (await readSession(sessionId, { activity: false })) !== null;

test.each(["poll.before-list", "pursue.before-read", "pursue.after-read", "pursue.after-seen-commit"])(
  "a platform that is stopped while a job stands at %s is not called again, and goes on when the stop is lifted",
  async (point) => {
    const member = await givenReady(outside);
    const watch = watching(database, member);
    const order = await putUp(outside, member.userId);
    const incidentId = await given();
    let before = -1;
    held.point = point;
    held.meanwhile = async () => {
      await stop(security.actor, incidentId, { kind: "platform", platform: "field-nation" }, "It may be them.");
      before = await calls();
    };
    await watch.look();
    await watch.pursue();
    expect(held.meanwhile, `nobody passed ${point}`).toBeNull();
    await watch.look();
    await watch.pursue();
    expect((await calls()) - before).toBe(0);
    expect(await assigneeOf(outside, order.id)).toBeNull();
    const [standing] = await stopsOf(incidentId);
    await liftStop(security.actor, incidentId, standing?.id ?? "", "It was not them.");
    await database`update intents set next_attempt_at = now() where account_id = ${member.accountId}`;
    await watch.look();
    await watch.pursue();
    expect(await assigneeOf(outside, order.id)).toBe(member.userId);
    expect(await watch.charges()).toBe(1);
    const entries = (await readIncident(security.actor, incidentId)).entries.filter(({ kind }) => kind === "containment");
    expect(entries.map(({ facts, text }) => [facts.act, facts.platform, text])).toEqual([
      ["stop", "field-nation", "It may be them."],
      ["lift", "field-nation", "It was not them."],
    ]);
  },
);

test.each([{ kind: "vault", platform: null } as const, everything])(
  "while there is a stop of kind $kind the worker opens no sealed login, neither to log in nor to rotate",
  async (target) => {
    const member = await givenReady(outside);
    const watch = watching(database, member);
    const incidentId = await given();
    await stop(security.actor, incidentId, target, "");
    dropSession(member.connectionId);
    const before = await openings(member.accountId);
    await watch.look();
    expect(await rotateConnectionKey(member.connectionId, new Date())).toBe("frozen");
    expect(await openings(member.accountId)).toBe(before);
    const [row] = await database<{ state: string }[]>`select state from connections where id = ${member.connectionId}`;
    expect(row?.state).toBe("working");
    await liftStop(security.actor, incidentId, (await stopsOf(incidentId))[0]?.id ?? "", "");
    await watch.look();
    expect(await openings(member.accountId)).toBe(before + 1);
    expect(await rotateConnectionKey(member.connectionId, new Date())).toBe("rotated");
  },
);

test.each([{ kind: "vault", platform: null } as const, everything])(
  "replacing connections' keys waits for the end of a stop of kind $kind, says so, and then replaces them",
  async (target) => {
    const member = await givenReady(outside);
    const keyId = async () =>
      (await database<{ key_id: string }[]>`select key_id from connections where id = ${member.connectionId}`)[0]?.key_id;
    const incidentId = await given();
    const waits = async () => [
      (await readIncident(security.actor, incidentId)).rotationFrozen,
      (await readKeys(security.actor)).rotationFrozen,
    ];
    await stop(security.actor, incidentId, target, "");
    expect(await waits()).toEqual([false, false]);
    await rotateKeys(security.actor, incidentId, "rotate-connections", "");
    const task = async () =>
      (
        await database`select id, finished_at, failed, next_step_at > now() as later from key_tasks where kind = 'rotate-connections' order by created_at desc limit 1`
      )[0];
    const id = (await task())?.id;
    const before = await keyId();
    await runKeyTask(id);
    await runKeyTask(id);
    expect(await task()).toMatchObject({ finished_at: null, failed: 0, later: true });
    expect(await keyId()).toBe(before);
    expect(await waits()).toEqual([true, true]);
    await liftStop(security.actor, incidentId, (await stopsOf(incidentId))[0]?.id ?? "", "");
    expect(await waits()).toEqual([false, false]);
    await runKeyTask(id);
    expect(await task()).toMatchObject({ finished_at: expect.any(Date), failed: 0 });
    expect(await keyId()).not.toBe(before);
  },
);

test("an incident is not closed while a stop of its own stands, and a stop that stands is told of on the home page", async () => {
  const [incidentId, other] = [await given(), await given()];
  const told = async () => (await readToday(security.actor, "security")).find(({ kind }) => kind === "stops")?.number;
  expect(await told()).toBeUndefined();
  await stop(security.actor, incidentId, { kind: "platform", platform: "field-nation" }, "");
  await stop(security.actor, other, { kind: "vault", platform: null }, "");
  expect(await told()).toBe(2);
  await planAction(security.actor, incidentId, { text: "A test that tries it again.", owner: security.email, dueAt: new Date() });
  const [action] = (await readIncident(security.actor, incidentId)).actions;
  await finish(security.actor, incidentId, { id: action?.id ?? "", link: "tests/domain/oversight/incidents/contain.test.ts" });
  for (const from of ["open", "contained"] as const) await moveOn(security.actor, incidentId, { from, text: "" });
  const close = () => moveOn(security.actor, incidentId, { from: "resolved", text: "" });
  await expect(close()).rejects.toMatchObject({ refusal: "conflict", facts: { reason: "still_stopped" } });
  await liftStop(security.actor, incidentId, (await stopsOf(incidentId))[0]?.id ?? "", "");
  await close();
  expect((await readIncident(security.actor, incidentId)).state).toBe("closed");
  expect(await told()).toBe(1);
});

test("the same thing is stopped once, and staff without the permission stop nothing, also past every guard", async () => {
  const incidentId = await given();
  await stop(security.actor, incidentId, everything, "");
  await expect(stop(security.actor, incidentId, everything, "")).rejects.toMatchObject({ facts: { reason: "stopped_already" } });
  const auditor = await givenStaff("auditor");
  await expect(stop(auditor.actor, incidentId, { kind: "vault", platform: null }, "")).rejects.toMatchObject({ refusal: "forbidden" });
  expect(await stopsOf(incidentId)).toHaveLength(1);
});

test("sessions of one account, of staff and of everybody end, but for the one in which it is asked for", async () => {
  const incidentId = await given();
  const [member, other] = [await givenMember(), await givenMember()];
  const support = await givenStaff("support");
  await endSet(security.actor, incidentId, { of: "account", email: member.email }, "");
  expect([await alive(member.sessionId), await alive(other.sessionId)]).toEqual([false, true]);
  await endSet(security.actor, incidentId, { of: "staff" }, "");
  expect([await alive(support.sessionId), await alive(security.sessionId), await alive(other.sessionId)]).toEqual([false, true, true]);
  await endSet(security.actor, incidentId, { of: "everyone" }, "");
  expect([await alive(other.sessionId), await alive(security.sessionId)]).toEqual([false, true]);
  expect(await alive((await logIn({ email: other.email, password: other.password }, newClient())).sessionId)).toBe(true);
  const nobody = endSet(security.actor, incidentId, { of: "account", email: "nobody@example.org" }, "");
  await expect(nobody).rejects.toMatchObject({ refusal: "invalid_input" });
});

test("keys are asked for and a network is shut out from an incident, in its name", async () => {
  const incidentId = await given();
  await rotateKeys(security.actor, incidentId, "rotate-root", "");
  await rotateKeys(security.actor, incidentId, "rotate-root", "");
  await shutOut(security.actor, incidentId, { target: { network: "203.0.113.7" }, hours: 24, from: "10.0.0.1" }, "");
  const again = shutOut(security.actor, incidentId, { target: { network: "203.0.113.7" }, hours: 24, from: "10.0.0.1" }, "");
  await expect(again).rejects.toMatchObject({ facts: { reason: "blocked_already" } });
  expect(await database`select kind from key_tasks where finished_at is null and kind <> 'retire'`).toEqual([{ kind: "rotate-root" }]);
  expect(await database`select reason from blocks`).toEqual([{ reason: "incident" }]);
});

test("a drill does nothing to anybody and writes down what it would have done", async () => {
  const incidentId = await given(true);
  const member = await givenMember();
  await stop(security.actor, incidentId, everything, "Drill.");
  await endSet(security.actor, incidentId, { of: "everyone" }, "Drill.");
  expect(await stopsOf(incidentId)).toEqual([]);
  expect(await alive(member.sessionId)).toBe(true);
  const entries = (await readIncident(security.actor, incidentId)).entries.filter(({ kind }) => kind === "containment");
  expect(entries.map(({ facts }) => [facts.act, facts.simulated])).toEqual([
    ["stop", true],
    ["end-sessions", true],
  ]);
  const forced = database.begin(async (sql) => {
    await sql`select set_config('holdfast.actor', ${`staff:${security.accountId}`}, true), set_config('holdfast.session', ${security.sessionId}, true)`;
    await sql`set local role holdfast_web`;
    await sql`insert into stops (id, kind, incident_id, since, stopped_by) values (gen_random_uuid(), 'vault', ${incidentId}, now(), holdfast_actor())`;
  });
  await expect(forced).rejects.toThrow(/row-level security/);
});
