import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { hastenRequested } from "@/db/queries/intents";
import { hashOrderId } from "@/lib/keys/order-ids";
import type { Decision } from "@/lib/orders/decide";
import { releaseIntent } from "@/lib/orders/release-intent";
import { takeHold } from "@/lib/orders/take-hold";
import type { ListedOffer } from "@/lib/platforms/contract";
import { givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";
import { connectionRow } from "@/tests/domain/support/given-connection";
import { waitFor } from "@/tests/support/wait-for";

const { outside, database } = await givenOutside();

/** How many of this database's sessions wait for another. */
const waiting = async () => {
  const [row] = await database<{ count: number }[]>`
    select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.count ?? 0;
};

test("an order that is taken while another at its time is given up neither waits for it in a circle nor overlaps it", async () => {
  const member = await givenReady(outside);
  const watch = watching(database, member);
  await putUp(outside, member.userId, 3);
  await watch.look();
  const [intent] = await watch.intents();
  const connection = await connectionRow(member.connectionId);
  if (!intent || !connection) throw new Error("nothing is held");
  const windowStart = new Date(Date.UTC(2027, 2, 3, 15));
  const offer: ListedOffer = {
    externalId: "99",
    kind: "routed",
    windowStart,
    windowEnd: new Date(windowStart.getTime() + 3_600_000),
    timeZone: "America/Chicago",
    payCents: 15_000,
    pay: { kind: "fixed", rateCents: 15_000 },
    hours: 1,
    text: null,
    distanceMiles: 5,
    type: "Point of Sale",
  };
  const decision: Decision = { outcome: "take", results: [] };
  // Somebody else has the member's counts for a moment, so that both of these stand in the middle of their transactions.
  const ends: Promise<unknown>[] = [];
  await database.begin(async (blocker) => {
    await blocker`select 1 from unit_counts where account_id = ${member.accountId} for update`;
    ends.push(takeHold(connection, hashOrderId(connection.id, offer.externalId), offer, decision));
    await waitFor("the taking to wait", async () => (await waiting()) === 1);
    ends.push(releaseIntent(intent.id, member.accountId, "taken"));
    await waitFor("the giving up to wait", async () => (await waiting()) === 2);
  });
  expect((await Promise.allSettled(ends)).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  expect(await watch.openHolds()).toBe(await watch.units());
});

test("a message of the platform wakes requests in the order of their ids, so that no two who wake several wait in a circle", async () => {
  const member = await givenReady(outside);
  const watch = watching(database, member);
  for (const day of [1, 2]) await putUp(outside, member.userId, day, { kind: "request" });
  await watch.look();
  await watch.pursue();
  const [first, second] = await watch.intents();
  if (!first || !second) throw new Error("nothing is requested");
  // Written last, the first is also found last by whoever reads the table as it lies.
  await database`update intents set attempts = attempts + 1 where id = ${first.id}`;
  const waking: Promise<unknown>[] = [];
  await database.begin(async (blocker) => {
    await blocker`select 1 from intents where id = ${first.id} for update`;
    waking.push(transaction({ kind: "system", job: "test" }, (tx) => hastenRequested(tx, member.connectionId, new Date(), new Date())));
    await waitFor("the waking to wait", async () => (await waiting()) === 1);
    await blocker`select 1 from intents where id = ${second.id} for update nowait`;
  });
  expect(await Promise.all(waking)).toMatchObject([expect.arrayContaining([first.id, second.id])]);
});
