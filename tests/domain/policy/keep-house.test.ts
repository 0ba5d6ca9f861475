import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { dayMs, later, now } from "@/lib/base/clock";
import { recordEvidence } from "@/lib/oversight/evidence/record";
import { withdrawEvidence } from "@/lib/oversight/evidence/withdraw";
import { evidenceOf } from "@/lib/policy/checks/read-standing";
import { everyCheck } from "@/lib/policy/controls";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

test("a clause that people keep is not evidenced without evidence, holds with it, fails once it has run out, and says neither who nor where", async () => {
  const { actor, email } = await givenStaff("security");
  const { look } = evidenceOf("hosting-certificates", "5a", "Certificates");
  expect(await look()).toMatchObject({ result: "unknown", looked: 0, seen: expect.stringContaining("Not evidenced") });
  const given = { clause: "5a", title: "ISO 27001", text: "The halls.", reference: "secret-place.pdf" } as const;
  const id = await recordEvidence(actor, { ...given, validUntil: later(now(), dayMs) });
  const held = await look();
  expect(held).toMatchObject({ result: "holds", looked: 1, seen: expect.stringContaining("by the security role") });
  expect(held.seen).not.toMatch(new RegExp(`secret-place|${email}`));
  await database`update clause_evidence set recorded_at = now() - interval '2 days', valid_until = now() - interval '1 day' where id = ${id}`;
  expect(await look()).toMatchObject({ result: "fails", seen: expect.stringContaining("ran out on") });
  await withdrawEvidence(actor, id);
  expect((await look()).result).toBe("unknown");
});

test("patches, marks of the environment and processors are looked at as parts of their clauses", () => {
  const ids = everyCheck.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(["patches", "environment-marks", "processor-register", "hosting-certificates"]));
});
