import { randomUUID } from "node:crypto";
import { transaction } from "@/db/client";
import { insertFiling, listActions, listFilings } from "@/db/queries/incident-duties";
import { answerFinding } from "@/db/queries/incident-findings";
import { incidentOfSource, listEntries, listIncidentRows } from "@/db/queries/incidents";
import { insertPublicReport } from "@/db/queries/public-reports";
import type { Permission } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { listReports } from "@/lib/oversight/handle-report";
import { stop } from "@/lib/oversight/incidents/contain";
import { planAction } from "@/lib/oversight/incidents/duties";
import { askAffected } from "@/lib/oversight/incidents/find-affected";
import { openByHand } from "@/lib/oversight/incidents/handle-incident";
import { draftNotice, review } from "@/lib/oversight/incidents/notify";
import { readIncident } from "@/lib/oversight/incidents/read-incidents";
import { readReportFromOutside } from "@/lib/oversight/public-reports/list";
import { reportSession } from "@/lib/oversight/report-not-me";
import { givenMember, host } from "@/tests/support/members";
import type { Someone } from "@/tests/support/staff";

type Deed = { fields: Record<string, string>; isDone: () => Promise<boolean> };
type Cases = Record<string, { permission: Permission; given: () => Promise<Deed> }>;
type Owner = () => Someone;

const folder = "app/(staff)/operator/incidents";
const text = "Tried by a test.";
const span = { from: "2026-05-01T00:00", to: "2026-05-02T00:00" };
const facts = { from: "2026-05-01T00:00:00.000Z", to: "2026-05-02T00:00:00.000Z", data: ["email"], advice: ["nothing"] };

const hasEntry = async (incidentId: string, kind: string) =>
  (await transaction(host, (tx) => listEntries(tx, incidentId))).some((entry) => entry.kind === kind);
const opened = (owner: Owner, drill: boolean) =>
  openByHand(owner().actor, { kind: "attack", severity: "low", source: { by: "staff", id: newId() }, drill });

/** An act on a drill of its own, which leaves an entry of this kind. `more` prepares what the act is about. */
function onDrill(owner: Owner, kind: string, more: (incidentId: string) => Promise<Record<string, string>>): Cases[string] {
  return {
    permission: "incidents.handle",
    given: async () => {
      const incident = await opened(owner, true);
      return { fields: { incident, ...(await more(incident)) }, isDone: () => hasEntry(incident, kind) };
    },
  };
}

async function givenFinding(owner: Owner, incidentId: string): Promise<string> {
  const { accountId } = await givenMember();
  const finding = await askAffected(owner().actor, incidentId, { from: facts.from, to: facts.to, network: "192.0.2.1" });
  const member = { accountId, lines: 1, openings: 0, firstAt: now(), lastAt: now() };
  await transaction(host, (tx) => answerFinding(tx, finding, [member], now()));
  return finding;
}

async function givenNotice(owner: Owner, incidentId: string): Promise<string> {
  const findingId = await givenFinding(owner, incidentId);
  await draftNotice(owner().actor, incidentId, { findingId, template: "accessed", facts });
  return (await readIncident(owner().actor, incidentId)).notices[0]?.id ?? "";
}

async function givenFiling(owner: Owner, incidentId: string): Promise<string> {
  await transaction(owner().actor, (tx) => insertFiling(tx, { incidentId, authority: "eu", dueAt: now() }));
  return (await transaction(owner().actor, (tx) => listFilings(tx, incidentId)))[0]?.id ?? "";
}

async function givenPublicReport(): Promise<string> {
  const id = newId();
  const report = {
    id,
    kind: "vulnerability",
    text: "A page shows too much.",
    contact: null,
    secretHash: randomUUID(),
    dueAt: now(),
  } as const;
  await transaction({ kind: "visitor" }, (tx) => insertPublicReport(tx, report));
  return id;
}

const isOpenedFrom = async (source: string) =>
  (
    await transaction(host, (tx) =>
      listIncidentRows(tx, { state: null, severity: null, is: null, sort: "known", descending: true, cursor: null, limit: 50 }),
    )
  ).some((row) => row.source === source);

/** Every action of the pages of incidents and of reports from outside. */
export function incidentCases(owner: Owner): Cases {
  const handle = { permission: "incidents.handle" } as const;
  return {
    "app/(staff)/operator/reports/actions.ts openIncident": {
      permission: "incidents.handle",
      given: async () => {
        const { accountId, sessionId } = await givenMember();
        await reportSession(accountId, sessionId);
        const [newest] = await listReports(owner().actor, { state: null, sort: "reported", descending: true, cursor: null, limit: 1 });
        const report = newest?.id ?? "";
        const isDone = async () => (await transaction(host, (tx) => incidentOfSource(tx, `report:${report}`))) !== null;
        return { fields: { report }, isDone };
      },
    },
    [`${folder}/actions.ts open`]: {
      ...handle,
      given: async () => {
        const id = newId();
        return { fields: { id, kind: "outage", severity: "low", drill: "yes" }, isDone: () => isOpenedFrom(`staff:${id}`) };
      },
    },
    [`${folder}/[id]/actions.ts goOn`]: onDrill(owner, "state", async () => ({ from: "open", text })),
    [`${folder}/[id]/actions.ts addNote`]: onDrill(owner, "note", async () => ({ text })),
    [`${folder}/[id]/actions.ts changeSeverity`]: onDrill(owner, "severity", async () => ({ severity: "high", text })),
    [`${folder}/[id]/actions.ts take`]: onDrill(owner, "role", async () => ({ role: "lead" })),
    [`${folder}/[id]/actions.ts publishPost`]: onDrill(owner, "published", async () => ({
      title: "A short outage",
      summary: "The service did not answer for a minute.",
      postMortem: "",
    })),
    [`${folder}/[id]/contain-actions.ts stopCalls`]: onDrill(owner, "containment", async () => ({ what: "vault", text })),
    [`${folder}/[id]/contain-actions.ts endSessions`]: onDrill(owner, "containment", async () => ({
      of: "everyone",
      email: "",
      finding: "",
      text,
    })),
    [`${folder}/[id]/contain-actions.ts rotate`]: onDrill(owner, "containment", async () => ({ kind: "rotate-root", text })),
    [`${folder}/[id]/contain-actions.ts block`]: onDrill(owner, "containment", async () => ({ target: "203.0.113.9", hours: "1", text })),
    [`${folder}/[id]/contain-actions.ts lift`]: {
      ...handle,
      given: async () => {
        const incident = await opened(owner, false);
        await stop(owner().actor, incident, { kind: "platform", platform: "service-channel" }, "");
        const stands = async () => (await readIncident(owner().actor, incident)).stops.find(({ incidentId }) => incidentId === incident);
        return { fields: { incident, stop: (await stands())?.id ?? "", text }, isDone: async () => (await stands()) === undefined };
      },
    },
    [`${folder}/[id]/duty-actions.ts findMembers`]: onDrill(owner, "finding", async () => ({
      ...span,
      actor: "",
      network: "192.0.2.1",
      connectionId: "",
      platform: "",
      rootKeyId: "",
    })),
    [`${folder}/[id]/duty-actions.ts draft`]: onDrill(owner, "notice-draft", async (incident) => ({
      finding: await givenFinding(owner, incident),
      template: "accessed",
      ...span,
      data_email: "yes",
      advice_nothing: "yes",
    })),
    [`${folder}/[id]/duty-actions.ts reviewDraft`]: onDrill(owner, "notice-review", async (incident) => ({
      notice: await givenNotice(owner, incident),
    })),
    [`${folder}/[id]/duty-actions.ts sendNotice`]: onDrill(owner, "notice-sent", async (incident) => {
      const notice = await givenNotice(owner, incident);
      await review(owner().actor, incident, notice);
      return { notice };
    }),
    [`${folder}/[id]/duty-actions.ts consider`]: onDrill(owner, "authority", async () => ({ authority: "eu" })),
    [`${folder}/[id]/duty-actions.ts file`]: onDrill(owner, "filed", async (incident) => ({
      filing: await givenFiling(owner, incident),
      reference: "DPA-1",
      copy: "What was filed.",
    })),
    [`${folder}/[id]/duty-actions.ts waive`]: onDrill(owner, "not-required", async (incident) => ({
      filing: await givenFiling(owner, incident),
      because: "Nobody's data was touched.",
    })),
    [`${folder}/[id]/duty-actions.ts plan`]: onDrill(owner, "action", async () => ({
      text: "A test that tries this again.",
      owner: owner().email,
      due: "2030-01-01",
    })),
    [`${folder}/[id]/duty-actions.ts done`]: onDrill(owner, "action-done", async (incident) => {
      await planAction(owner().actor, incident, { text, owner: owner().email, dueAt: now() });
      const [planned] = await transaction(owner().actor, (tx) => listActions(tx, incident));
      return { action: planned?.id ?? "", link: "tests/web/staff-actions.test.ts" };
    }),
    "app/(staff)/operator/reports/actions.ts answer": {
      permission: "reports.handle",
      given: async () => {
        const report = await givenPublicReport();
        const state = async () => (await readReportFromOutside(owner().actor, report)).state;
        return { fields: { report, outcome: "", answer: "We look at it." }, isDone: async () => (await state()) === "looking" };
      },
    },
    "app/(staff)/operator/reports/actions.ts openOutside": {
      ...handle,
      given: async () => {
        const report = await givenPublicReport();
        return { fields: { report }, isDone: () => isOpenedFrom(`public-report:${report}`) };
      },
    },
  };
}
