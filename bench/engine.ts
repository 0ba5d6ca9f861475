import type postgres from "postgres";
import type { Figure } from "@/bench/measure";
import { type Bench, unbounded } from "@/bench/open-bench";
import { closeDatabases, transaction } from "@/db/client";
import { type ConnectionRow, findConnection } from "@/db/queries/connections";
import { dayMs, hourMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { considerOffers } from "@/lib/orders/consider-offers";
import type { ListedOffer } from "@/lib/platforms/contract";
import { openMember, type ReadyMember } from "@/scripts/prove/open-members";
import { superuserOf } from "@/scripts/world/superuser";

const members = 10;
const offersEach = 200;
/** As many workers as a busy installation has, each of which looks at everybody's offers. */
const lanes = 3;

/** Offers that follow one another without a gap, so that each can be taken: the same whoever looks at them, and when. */
function offersOf(member: number, first: Date): ListedOffer[] {
  return Array.from({ length: offersEach }, (_, index) => ({
    externalId: String(member * offersEach + index),
    windowStart: later(first, index * hourMs),
    windowEnd: later(first, (index + 1) * hourMs),
    timeZone: "America/Chicago",
    payCents: 15_000,
    pay: { kind: "fixed", rateCents: 15_000 },
    hours: 1,
    text: null,
    distanceMiles: 5,
    type: "Point of Sale",
    kind: "routed",
  }));
}

/** Every lane goes through all members, each from another one, as workers do that race for the same looks. Returns milliseconds. */
async function raceForOffers(connections: ConnectionRow[]): Promise<number> {
  const first = later(now(), 3 * dayMs);
  const began = performance.now();
  const lane = async (number: number) => {
    for (let step = 0; step < connections.length; step += 1) {
      const member = (step + number) % connections.length;
      const connection = connections[member];
      if (connection) await considerOffers(connection, offersOf(member, first));
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return performance.now() - began;
}

/** The rows of a taken offer by plain SQL, a transaction each, in as many lanes and for other times. Returns milliseconds. */
async function insertByHand(sql: postgres.Sql, ready: ReadyMember[]): Promise<number> {
  const first = later(now(), 365 * dayMs);
  const began = performance.now();
  const insertOne = async ({ accountId, connectionId }: ReadyMember, index: number) => {
    const [offerId, holdId] = [newId(), newId()];
    const [start, end] = [later(first, index * hourMs).toISOString(), later(first, (index + 1) * hourMs).toISOString()];
    await sql.begin((tx) => [
      tx`insert into offers (id, account_id, connection_id, external_hash, state, seen_at, fitted_at)
         values (${offerId}, ${accountId}, ${connectionId}, ${offerId}, 'accepting', now(), now())`,
      tx`insert into decisions (id, account_id, offer_id, decided_at, outcome, results)
         values (${newId()}, ${accountId}, ${offerId}, now(), 'take', '[]')`,
      tx`insert into unit_counts (account_id, span, starts, taken)
         select ${accountId}, span, date_trunc(span, ${start}::timestamptz)::date, 1 from unnest(array['day', 'week', 'month']) as span
         on conflict (account_id, span, starts) do update set taken = unit_counts.taken + 1`,
      tx`insert into holds (id, account_id, connection_id, offer_id, during, unit_day, taken_at)
         values (${holdId}, ${accountId}, ${connectionId}, ${offerId}, tstzrange(${start}, ${end}), ${start}::date, now())`,
      tx`insert into intents (id, account_id, connection_id, offer_id, hold_id, external_cipher, by, kind, window_start, window_end,
           time_zone, next_attempt_at)
         values (${newId()}, ${accountId}, ${connectionId}, ${offerId}, ${holdId}, '', 'rules', 'routed', ${start}, ${end}, 'UTC',
           now() + interval '1 year')`,
    ]);
  };
  const lane = async (number: number) => {
    for (const member of ready.filter((_, place) => place % lanes === number)) {
      for (let index = 0; index < offersEach; index += 1) await insertOne(member, index);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return performance.now() - began;
}

/** Decides about offers and takes each, while three look at the same ones: none may be taken twice. */
export async function engine({ world }: Bench, say: (line: string) => void): Promise<Figure> {
  Object.assign(process.env, world.settings.web, world.settings.worker);
  const sql = superuserOf(world, lanes);
  try {
    const ready = await Promise.all(Array.from({ length: members }, (_, index) => openMember(world, sql, unbounded, 100 + index)));
    // The world's own worker calls no platform meanwhile: what is taken here exists on none.
    await sql`update platform_permits set paused_until = now() + interval '1 year'`;
    const rows = await Promise.all(
      ready.map(({ connectionId }) => transaction({ kind: "system", job: "bench" }, (tx) => findConnection(tx, connectionId))),
    );
    const connections = rows.filter((row) => row !== null);
    const took = await raceForOffers(connections);
    const ids = ready.map(({ accountId }) => accountId);
    const [taken] = await sql<{ intents: number; offers: number }[]>`
      select count(*)::int as intents, count(distinct offer_id)::int as offers from intents where account_id = any(${ids})`;
    const all = members * offersEach;
    if (taken?.intents !== all || taken.offers !== all)
      throw new Error(`of ${all} offers, ${taken?.offers} were taken ${taken?.intents} times`);
    const floor = await insertByHand(sql, ready);
    say(`${all} offers were looked at by ${lanes} at once and taken once each, ${Math.round((all / took) * 1_000)} a second`);
    return {
      name: `decide about an offer and take it (one of ${all}, seen by ${lanes} at once)`,
      floorName: "the same rows by plain SQL",
      unit: "ms",
      floor: floor / all,
      measured: took / all,
    };
  } finally {
    await sql`update platform_permits set paused_until = null`;
    await sql.end();
    await closeDatabases();
  }
}
