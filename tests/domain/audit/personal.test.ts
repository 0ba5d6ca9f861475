import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { accessKeysOf } from "@/db/queries/access-keys";
import { erasePersonal } from "@/db/queries/erase";
import { databaseSource } from "@/lib/audit/log-source";
import { recordAccess } from "@/lib/audit/record-access";
import { openPersonal } from "@/lib/audit/seal-personal";
import { sequenceLines } from "@/lib/audit/sequence";
import { verifyLog } from "@/lib/audit/verify-log";
import { actingFrom } from "@/lib/base/acting-network";
import type { Actor } from "@/lib/base/actor";
import { givenMember } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const network = "203.0.113.0/24";
const system = { kind: "system", job: "test" } as const satisfies Actor;
const touch = (actor: Actor, subject: string) =>
  actingFrom({ network, isRefusalNoted: false }, () =>
    transaction(actor, (tx) => recordAccess(tx, { act: "thing.touch", object: "thing:1", subject, reason: "test" })),
  );
async function lineOf(actor: string) {
  const [line] = await database<{ id: string; personal: Buffer | null }[]>`
    select id, personal from access_lines where act = 'thing.touch' and actor = ${actor} order by id desc limit 1`;
  if (!line) throw new Error("no line");
  return line;
}
const keyFor = async (actor: Actor, accountId: string) =>
  await transaction(actor, async (tx) => (await accessKeysOf(tx, [accountId])).get(accountId) ?? null);

test("from where somebody acted is stored sealed, and opened with the key of their account alone", async () => {
  const { accountId } = await givenMember();
  const other = await givenMember();
  await touch({ kind: "member", accountId }, accountId);
  await touch({ kind: "member", accountId: other.accountId }, other.accountId);
  const { id, personal } = await lineOf(`member:${accountId}`);
  if (!personal) throw new Error("nothing sealed");
  expect(personal.includes("203.0.113")).toBe(false);
  const own = await keyFor({ kind: "member", accountId }, accountId);
  const others = await keyFor({ kind: "member", accountId: other.accountId }, other.accountId);
  if (!own || !others) throw new Error("no key");
  expect(openPersonal(own, id, personal)).toEqual({ network });
  expect(() => openPersonal(others, id, personal)).toThrow();
  expect(() => openPersonal(own, other.accountId, personal)).toThrow();
});

test("one account's key is read by no other account, and a member's by no role of staff; staff's by those who review", async () => {
  const { accountId } = await givenMember();
  const stranger = await givenMember();
  const support = await givenStaff("support");
  await touch({ kind: "member", accountId }, accountId);
  await touch(support.actor, accountId);
  expect(await keyFor({ kind: "member", accountId: stranger.accountId }, accountId)).toBeNull();
  for (const role of ["support", "billing", "security", "owner", "auditor"] as const) {
    const { actor } = await givenStaff(role);
    expect(await keyFor(actor, accountId)).toBeNull();
    const mayReview = ["security", "owner", "auditor"].includes(role);
    expect(Boolean(await keyFor(actor, support.accountId)), role).toBe(mayReview);
  }
});

test("many first lines of an account at once share one key", async () => {
  const { accountId } = await givenMember();
  await Promise.all(Array.from({ length: 8 }, () => touch({ kind: "member", accountId }, accountId)));
  const key = await keyFor({ kind: "member", accountId }, accountId);
  const lines = await database<{ id: string; personal: Buffer }[]>`
    select id, personal from access_lines where act = 'thing.touch' and subject = ${accountId}`;
  expect(lines).toHaveLength(8);
  for (const { id, personal } of lines) expect(key && openPersonal(key, id, personal)).toEqual({ network });
});

test("erasure destroys the key: the lines stay as they were, their chain holds, and nobody reads from where any more", async () => {
  const { accountId } = await givenMember();
  await touch({ kind: "member", accountId }, accountId);
  await sequenceLines();
  const before = await lineOf(`member:${accountId}`);
  await transaction({ kind: "system", job: "erase-account", accountId }, (tx) => erasePersonal(tx, accountId));
  expect(await database`select 1 from access_keys where account_id = ${accountId}`).toHaveLength(0);
  expect(await lineOf(`member:${accountId}`)).toEqual(before);
  expect(await verifyLog(databaseSource(system), { keys: null, kept: [] })).toMatchObject({ result: "intact" });
});

test("a job's lines say of nobody from where", async () => {
  const { accountId } = await givenMember();
  await touch({ ...system, accountId }, accountId);
  expect(await lineOf("system:test")).toMatchObject({ personal: null });
});
