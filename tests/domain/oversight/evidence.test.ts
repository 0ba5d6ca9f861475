import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { insertEvidence } from "@/db/queries/clause-evidence";
import { dayMs, later, now } from "@/lib/base/clock";
import { listEvidence } from "@/lib/oversight/evidence/list";
import { orgClauseIds, orgClauses } from "@/lib/oversight/evidence/org-clauses";
import { type GivenEvidence, recordEvidence } from "@/lib/oversight/evidence/record";
import { readStanding } from "@/lib/oversight/evidence/standing";
import { withdrawEvidence } from "@/lib/oversight/evidence/withdraw";
import { readToday } from "@/lib/oversight/read-today";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

let owner: Someone;
let security: Someone;
let auditor: Someone;
beforeAll(async () => {
  [owner, security, auditor] = [await givenStaff("owner"), await givenStaff("security"), await givenStaff("auditor")];
});
const visitor = { kind: "visitor" } as const;
const worker = { kind: "system", job: "test" } as const;
const inDays = (days: number) => later(now(), days * dayMs);
const given = (over: Partial<GivenEvidence> = {}): GivenEvidence => ({
  clause: "5a",
  title: "ISO 27001 certificate",
  text: "The host's halls, issued by a body that is accredited.",
  reference: "certificate.pdf",
  validUntil: inDays(90),
  ...over,
});
const listed = { clause: null, state: null, sort: "recorded", descending: true, cursor: null, limit: 100 } as const;

test("the list of clauses in the policy's order leaves none out", () => {
  expect(orgClauseIds.toSorted()).toEqual(Object.keys(orgClauses).toSorted());
});

test("a clause is not evidenced until somebody shows something, and then says by which role, since when and until when", async () => {
  expect(await readStanding("5a", visitor)).toEqual({ state: "not_evidenced" });
  const id = await recordEvidence(security.actor, given());
  const standing = await readStanding("5a", worker);
  expect(standing).toMatchObject({ state: "evidenced", authorRole: "security", title: "ISO 27001 certificate" });
  expect(JSON.stringify(standing)).not.toMatch(/certificate\.pdf|@/);
  await withdrawEvidence(owner.actor, id);
  expect(await readStanding("5a", visitor)).toEqual({ state: "not_evidenced" });
  await expect(withdrawEvidence(owner.actor, id)).rejects.toMatchObject({ refusal: "not_found" });
  const acts = await database`select act, actor from access_lines where object = ${`evidence:${id}`} order by id`;
  expect(acts).toEqual([
    { act: "evidence.record", actor: `staff:${security.accountId}` },
    { act: "evidence.withdraw", actor: `staff:${owner.accountId}` },
  ]);
});

test("evidence that has run out reads so; what counts longest decides, and the home page tells of it a month ahead", async () => {
  const todayOf = async (who: Someone, role: "owner" | "auditor") =>
    (await readToday(who.actor, role)).find(({ kind }) => kind === "evidence")?.number ?? 0;
  const id = await recordEvidence(owner.actor, given({ clause: "8c", validUntil: inDays(31) }));
  expect(await todayOf(owner, "owner")).toBe(0);
  await database`update clause_evidence set recorded_at = now() - interval '9 days', valid_until = now() - interval '1 second' where id = ${id}`;
  expect((await readStanding("8c", visitor)).state).toBe("expired");
  expect(await todayOf(auditor, "auditor")).toBe(1);
  await recordEvidence(owner.actor, given({ clause: "8c", validUntil: inDays(29) }));
  expect((await readStanding("8c", visitor)).state).toBe("evidenced");
  expect(await todayOf(owner, "owner")).toBe(1);
  await recordEvidence(owner.actor, given({ clause: "8c", validUntil: inDays(300) }));
  expect(await todayOf(owner, "owner")).toBe(0);
});

test("who may not keep evidence is refused, by the code and by the database; nobody keeps it for another, in another role or from another day", async () => {
  await expect(recordEvidence(auditor.actor, given())).rejects.toMatchObject({ refusal: "forbidden" });
  await expect(recordEvidence(owner.actor, given({ validUntil: inDays(1_096) }))).rejects.toMatchObject({ refusal: "invalid_input" });
  await expect(recordEvidence(owner.actor, given({ validUntil: now() }))).rejects.toMatchObject({ refusal: "invalid_input" });
  const id = await recordEvidence(owner.actor, given({ title: "Seen by the auditor" }));
  await expect(withdrawEvidence(auditor.actor, id)).rejects.toMatchObject({ refusal: "forbidden" });
  expect((await listEvidence(auditor.actor, listed)).map((one) => one.title)).toContain("Seen by the auditor");
  const row = { ...given(), recordedBy: security.accountId, authorRole: "security" };
  const insert = (who: Someone, over: object = {}) => transaction(who.actor, (tx) => insertEvidence(tx, { ...row, ...over }));
  await expect(insert(owner)).rejects.toThrow();
  await expect(insert(security, { authorRole: "owner" })).rejects.toThrow();
  await expect(insert(security, { recordedAt: inDays(-5) })).rejects.toThrow();
  await expect(insert(auditor, { recordedBy: auditor.accountId, authorRole: "auditor" })).rejects.toThrow();
  await expect(insert(security)).resolves.toBeTypeOf("string");
});
