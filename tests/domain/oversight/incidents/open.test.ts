import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { incidentEntries } from "@/db/schema";
import { newId } from "@/lib/base/ids";
import { moveOn, openByHand, setSeverity, takeRole, writeNote } from "@/lib/oversight/incidents/handle-incident";
import { openIncident } from "@/lib/oversight/incidents/open-incident";
import { listIncidents, readIncident } from "@/lib/oversight/incidents/read-incidents";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
let security: Someone;
let owner: Someone;
beforeAll(async () => {
  security = await givenStaff("security");
  owner = await givenStaff("owner");
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const job = { kind: "system", job: "test" } as const;
const given = (drill = false) =>
  openByHand(security.actor, { kind: "unauthorised_access", severity: "high", source: { by: "staff", id: newId() }, drill });

test("ten workers that notice one anomaly at once open one incident, and each who handles incidents gets one mail", async () => {
  const source = { by: "anomaly", id: newId() } as const;
  const opened = await Promise.all(
    Array.from({ length: 10 }, () => transaction(job, (tx) => openIncident(tx, { kind: "attack", severity: "medium", source }))),
  );
  expect(new Set(opened.map(({ incidentId }) => incidentId)).size).toBe(1);
  expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1);
  const incidentId = opened[0]?.incidentId ?? "";
  const mails = await database<{ accountId: string }[]>`
    select account_id as "accountId" from outbox where template = 'incident-opened' and facts->>'incidentId' = ${incidentId}`;
  expect(mails.map(({ accountId }) => accountId).toSorted()).toEqual([security.accountId, owner.accountId].toSorted());
  expect((await readIncident(security.actor, incidentId)).entries).toMatchObject([{ kind: "opened", by: "system:test" }]);
});

test("a form that is sent twice opens one incident, and its timeline and the access log say who did what", async () => {
  const source = { by: "staff", id: newId() } as const;
  const twice = [1, 2].map(() => openByHand(owner.actor, { kind: "outage", severity: "low", source }));
  const [incidentId = "", again] = await Promise.all(twice);
  expect(again).toBe(incidentId);
  await takeRole(owner.actor, incidentId, "lead");
  await setSeverity(security.actor, incidentId, "critical", "More members than we thought.");
  await writeNote(security.actor, incidentId, "The supplier has answered.");
  const incident = await readIncident(owner.actor, incidentId);
  expect(incident).toMatchObject({ severity: "critical", lead: owner.email, scribe: null, state: "open", drill: false });
  expect(incident.entries.map(({ kind, by, text }) => [kind, by, text])).toEqual([
    ["opened", owner.email, ""],
    ["role", owner.email, ""],
    ["severity", security.email, "More members than we thought."],
    ["note", security.email, "The supplier has answered."],
  ]);
  const lines = await database<{ act: string }[]>`select act from access_lines where object = ${`incident:${incidentId}`} order by id`;
  expect(lines.map(({ act }) => act)).toEqual(["incident.opened", "incident.role", "incident.severity", "incident.note"]);
  expect(
    (
      await listIncidents(owner.actor, { state: "open", severity: null, is: null, sort: "known", descending: true, cursor: null, limit: 1 })
    )[0]?.id,
  ).toBe(incidentId);
});

test("of two who move an incident on at once one does, and nothing goes back", async () => {
  const incidentId = await given();
  const tries = await Promise.allSettled([security, owner].map(({ actor }) => moveOn(actor, incidentId, { from: "open", text: "" })));
  expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await moveOn(owner.actor, incidentId, { from: "contained", text: "" });
  await expect(moveOn(owner.actor, incidentId, { from: "open", text: "" })).rejects.toMatchObject({ facts: { reason: "wrong_state" } });
  await expect(database`update incidents set state = 'open' where id = ${incidentId}`).rejects.toThrow(/does not go back/);
});

test("no role alters or removes a line of the timeline, and staff write none in another's name", async () => {
  const incidentId = await given();
  for (const statement of ["update incident_entries set text = 'x'", "delete from incident_entries", "truncate incident_entries"]) {
    for (const role of ["holdfast_web", "holdfast_worker", "holdfast_purge"])
      await expect(database.begin((sql) => [sql.unsafe(`set local role ${role}`), sql.unsafe(statement)])).rejects.toThrow(
        /permission denied/,
      );
  }
  const forged = transaction(security.actor, async (tx) => {
    const line = { incidentId, at: new Date(), kind: "note", text: "", facts: {} };
    await tx.insert(incidentEntries).values({ ...line, actor: `staff:${owner.accountId}` });
  });
  await expect(forged).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("an incident without a corrective action, or with an open one, is not closed, also not past every guard", async () => {
  const incidentId = await given();
  await moveOn(security.actor, incidentId, { from: "open", text: "" });
  await moveOn(security.actor, incidentId, { from: "contained", text: "" });
  await expect(moveOn(security.actor, incidentId, { from: "resolved", text: "" })).rejects.toMatchObject({
    facts: { reason: "not_corrected" },
  });
  await expect(database`update incidents set state = 'closed', closed_at = now() where id = ${incidentId}`).rejects.toThrow(
    /corrective action/,
  );
});
