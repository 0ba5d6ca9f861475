import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { publicReports, stops } from "@/db/schema";
import { hourMs, minuteMs, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { permitPlatform } from "@/lib/connections/permit-platform";
import { stop } from "@/lib/oversight/incidents/contain";
import { openByHand } from "@/lib/oversight/incidents/handle-incident";
import { readIncident } from "@/lib/oversight/incidents/read-incidents";
import { answerReport, openFromPublicReport } from "@/lib/oversight/public-reports/handle";
import { exportPublicReports, listPublicReports } from "@/lib/oversight/public-reports/list";
import { readOwnReport, report } from "@/lib/oversight/public-reports/report";
import { readStatus } from "@/lib/oversight/read-status";
import { securityTxt } from "@/lib/oversight/security-txt";
import { host, newClient } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const newest = { state: null, kind: null, sort: "received", descending: true, cursor: null, limit: 100 } as const;
const seen = { kind: "access", text: "Somebody read my offers from another country.", contact: "reporter@example.org" } as const;

test("anybody reports, gets a reference and a link, and reads behind it how it stands; nobody else does", async () => {
  const { reference, token, dueAt } = await report(seen, newClient());
  expect(dueAt.getTime() - Date.now()).toBeGreaterThan(24 * hourMs - minuteMs);
  expect(await readOwnReport(token)).toMatchObject({ reference, state: "received", answer: "" });
  const [id, secret = ""] = token.split(".");
  for (const forged of [`${id}.${"A".repeat(secret.length)}`, `${newId()}.${secret}`, id ?? "", `${token}x`, ""])
    expect(await readOwnReport(forged)).toBeNull();
  const kept = JSON.stringify(await database`select * from public_reports`);
  expect(kept).not.toContain(secret);

  const security = await givenStaff("security");
  const listed = (await listPublicReports(security.actor, newest)).find((one) => one.reference === reference);
  expect(listed).toMatchObject({ text: seen.text, contact: seen.contact });
  expect(JSON.stringify(listed)).not.toContain("ecretHash");
  const incidentId = await openFromPublicReport(security.actor, id ?? "");
  expect(await openFromPublicReport(security.actor, id ?? "")).toBe(incidentId);
  expect((await readIncident(security.actor, incidentId)).discoveredAt).toEqual(listed?.createdAt);
  expect(await readOwnReport(token)).toMatchObject({ state: "looking" });
  await answerReport(security.actor, id ?? "", { outcome: "mended", answer: "It was so. Thank you." });
  expect(await readOwnReport(token)).toMatchObject({ state: "closed", outcome: "mended", answer: "It was so. Thank you." });
  await expect(answerReport(security.actor, id ?? "", { outcome: null, answer: "" })).rejects.toMatchObject({ refusal: "not_found" });
});

test("reports from outside are narrowed by kind and state, and what a stranger wrote is no formula in a file", async () => {
  const { reference } = await report(
    { ...seen, kind: "vulnerability", text: '=HYPERLINK("http://evil.example")', contact: "+1-2@example.org" },
    newClient(),
  );
  const { actor } = await givenStaff("security");
  const of = async (over: object) => (await listPublicReports(actor, { ...newest, ...over })).map((one) => one.reference);
  expect(await of({ kind: "vulnerability" })).toEqual([reference]);
  expect(await of({ kind: "access" })).not.toContain(reference);
  expect(await of({ state: "waiting" })).toEqual([reference]);
  expect(await of({ state: "closed" })).not.toContain(reference);
  const csv = await exportPublicReports(actor, { ...newest, kind: "vulnerability" }, "audit");
  expect(csv).toContain(`"'+1-2@example.org","'=HYPERLINK(""http://evil.example"")"`);
  const { actor: billing } = await givenStaff("billing");
  await expect(exportPublicReports(billing, newest, "audit")).rejects.toMatchObject({ refusal: "forbidden" });
});

test("a flood of reports from one network is slowed down", async () => {
  const client = newClient();
  const sent = await Promise.allSettled(Array.from({ length: 14 }, () => report(seen, client)));
  const refused = sent.filter((one) => one.status === "rejected").map((one) => (one as PromiseRejectedResult).reason.refusal);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused)).toEqual(new Set(["too_many"]));
});

test("web's role reads no report, and writes none that is answered", async () => {
  const visitor = { kind: "visitor" } as const;
  await report(seen, newClient());
  expect(await transaction(visitor, (tx) => tx.select({ id: publicReports.id }).from(publicReports))).toEqual([]);
  const row = {
    kind: "access",
    text: "x",
    secretHash: "x",
    dueAt: now(),
    state: "closed",
    outcome: "mended",
    lookedAt: now(),
    closedAt: now(),
  } as const;
  await expect(transaction(visitor, (tx) => tx.insert(publicReports).values(row))).rejects.toMatchObject({ cause: { code: "42501" } });
  const support = await givenStaff("support");
  const [one] = await listPublicReports(support.actor, newest);
  await expect(answerReport(support.actor, one?.id ?? "", { outcome: null, answer: "" })).rejects.toMatchObject({ refusal: "forbidden" });
});

test("the status says what is seen and no more: a worker that is silent, a platform that is off, what is stopped", async () => {
  expect(await readStatus()).toMatchObject({ worker: { state: "silent", seenAt: null }, frozenSince: null });
  await database`insert into key_status (id, taken_at, provider, roots, connection_keys, superseded_connection_keys, public_keys)
    values (1, now(), 'keyring', '[]', 0, 0, '{}')`;
  await permitPlatform(host, "field-nation");
  expect(await readStatus()).toMatchObject({
    worker: { state: "works" },
    platforms: [
      { id: "field-nation", state: "works" },
      { id: "service-channel", state: "off" },
    ],
  });
  await database`update key_status set taken_at = now() - interval '6 minutes'`;
  const security = await givenStaff("security");
  const incidentId = await openByHand(security.actor, { kind: "platform", severity: "low", source: { by: "staff", id: newId() } });
  await stop(security.actor, incidentId, { kind: "everything", platform: null }, "");
  const stopped = await readStatus();
  expect(stopped.worker.state).toBe("silent");
  expect(stopped.frozenSince).toBeInstanceOf(Date);
  expect(stopped.platforms.map(({ state }) => state)).toEqual(["stopped", "stopped"]);
  expect(await transaction({ kind: "visitor" }, (tx) => tx.select({ kind: stops.kind }).from(stops))).toHaveLength(1);
});

test("security.txt has what RFC 9116 asks for, and counts for less than a year", () => {
  const at = new Date("2026-05-01T10:20:30.000Z");
  const text = securityTxt("https://holdfast.example", "security@holdfast.example", at);
  expect(text.split("\r\n")).toEqual([
    "Contact: https://holdfast.example/report",
    "Contact: mailto:security@holdfast.example",
    "Expires: 2026-07-30T10:00:00.000Z",
    "Preferred-Languages: en",
    "Policy: https://holdfast.example/report",
    "Canonical: https://holdfast.example/.well-known/security.txt",
    "",
  ]);
  expect(securityTxt("https://holdfast.example", null, at)).not.toContain("mailto");
});
