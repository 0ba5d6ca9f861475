import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { connections, holds, intents, offers, unitCounts } from "@/db/schema";
import { describeError } from "@/lib/base/log";
import { pollConnection } from "@/lib/orders/poll-connection";
import { givenOutside, givenReady, putUp } from "@/tests/domain/orders/given-ready";

const { outside, database } = await givenOutside();

/** A member who is asked about one offer, and what a hold and an intent of theirs need. */
async function givenAsked() {
  const member = await givenReady(outside, {}, undefined, "ask");
  await putUp(outside, member.userId);
  await database`update connections set next_poll_at = now() - interval '1 second' where id = ${member.connectionId}`;
  await pollConnection(member.connectionId);
  const [offer] = await database<{ id: string; state: string }[]>`select id, state from offers where account_id = ${member.accountId}`;
  if (!offer) throw new Error("no offer");
  const { accountId, connectionId } = member;
  const at = new Date();
  const of = { accountId, connectionId, offerId: offer.id };
  const hold = { ...of, during: "[2027-05-01T10:00:00Z,2027-05-01T12:00:00Z)", unitDay: "2027-05-01", takenAt: at };
  const window = { windowStart: at, windowEnd: new Date(at.getTime() + 1), timeZone: "UTC" };
  const intent = { ...of, by: "member" as const, kind: "routed" as const, externalCipher: "x", nextAttemptAt: at, ...window };
  return { ...member, offer, hold, intent };
}
const asMember = <Result>(accountId: string, work: Parameters<typeof transaction<Result>>[1]) =>
  transaction({ kind: "member", accountId }, work);
const refusal = { cause: { code: "42501" } };

test("web cannot say that an order was seen unassigned, that the rules took it, or that work lies on other work", async () => {
  const { accountId, hold, intent } = await givenAsked();
  await expect(asMember(accountId, (tx) => tx.insert(holds).values({ ...hold, conflict: true }))).rejects.toMatchObject(refusal);
  const [{ id: holdId } = { id: "" }] = await asMember(accountId, (tx) => tx.insert(holds).values(hold).returning({ id: holds.id }));
  for (const wrong of [
    { by: "rules" as const },
    { state: "calling" as const, seenUnassignedAt: new Date() },
    { seenUnassignedAt: new Date() },
    { promptedAt: new Date() },
    { requestedAt: new Date() },
    { attempts: 3 },
  ]) {
    const forged = asMember(accountId, (tx) => tx.insert(intents).values({ ...intent, holdId, ...wrong }));
    await expect(forged).rejects.toMatchObject(refusal);
  }
  await asMember(accountId, (tx) => tx.insert(intents).values({ ...intent, holdId }));
});

test("web cannot use another member's connection, offer or hold", async () => {
  const mine = await givenAsked();
  const theirs = await givenAsked();
  const withTheirs = { ...mine.hold, connectionId: theirs.connectionId, offerId: theirs.offer.id };
  await expect(asMember(mine.accountId, (tx) => tx.insert(holds).values(withTheirs))).rejects.toMatchObject(refusal);
  const [held] = await asMember(theirs.accountId, (tx) => tx.insert(holds).values(theirs.hold).returning({ id: holds.id }));
  const forged = asMember(mine.accountId, (tx) => tx.insert(intents).values({ ...mine.intent, holdId: held?.id ?? "" }));
  await expect(forged).rejects.toMatchObject(refusal);
});

test("web moves an open offer to taken or declined and nowhere else, takes units one at a time, and names no platform user", async () => {
  const { accountId, connectionId, offer } = await givenAsked();
  for (const state of ["accepted", "skipped", "lost"] as const)
    await expect(asMember(accountId, (tx) => tx.update(offers).set({ state }).where(eq(offers.id, offer.id)))).rejects.toMatchObject(
      refusal,
    );
  const count = { accountId, span: "day", starts: "2027-05-01" } as const;
  await expect(asMember(accountId, (tx) => tx.insert(unitCounts).values({ ...count, taken: 0 }))).rejects.toMatchObject(refusal);
  await asMember(accountId, (tx) => tx.insert(unitCounts).values({ ...count, taken: 1 }));
  for (const taken of [0, 3])
    await expect(asMember(accountId, (tx) => tx.update(unitCounts).set({ taken }))).rejects.toMatchObject(refusal);
  const renamed = asMember(accountId, (tx) => tx.update(connections).set({ platformUserId: "1" }).where(eq(connections.id, connectionId)));
  await expect(renamed).rejects.toMatchObject(refusal);
});

test("a query that fails tells the log neither its parameters nor a value", async () => {
  const { accountId, hold } = await givenAsked();
  const failed = asMember(accountId, (tx) => tx.insert(holds).values({ ...hold, unitDay: "no day at all" }));
  const thrown: unknown = await failed.catch((error: unknown) => error);
  const logged = JSON.stringify(describeError(thrown));
  expect(logged).toContain("Failed query: insert into");
  expect(logged).toContain("SQLSTATE 22007");
  for (const value of ["no day at all", accountId, hold.connectionId]) expect(logged).not.toContain(value);
});
