import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { AppError } from "@/lib/base/errors";
import { acceptingPoints } from "@/lib/orders/points";
import { saveMargins } from "@/lib/schedule/save-margins";
import { compareDoubles } from "@/scripts/prove/compare-doubles";
import { brokenInvariants, notePeaks } from "@/scripts/prove/invariants";
import type { ReadyMember } from "@/scripts/prove/open-members";
import { givenOutside, givenReady } from "@/tests/domain/orders/given-ready";
import { Crashed, type Event, sequenceOf } from "@/tests/domain/orders/given-sequence";

vi.setConfig({ testTimeout: 900_000 });

/** At which point the next to pass it dies; null for nobody. */
const armed = vi.hoisted(() => ({ point: null as string | null }));
vi.mock("@/lib/base/points", () => ({
  point: async (name: string) => {
    if (armed.point !== name) return;
    armed.point = null;
    throw new Crashed(`died at ${name}`);
  },
}));

const { outside, database } = await givenOutside();
const members: ReadyMember[] = [];
beforeAll(() => notePeaks(database));
afterEach(() => void vi.useRealTimers());
afterAll(() => void vi.useRealTimers());

const number = (least: number, most: number) => fc.integer({ min: least, max: most });
const which = fc.nat({ max: 11 });
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant("offer" as const),
      slot: fc.nat({ max: 23 }),
      hours: fc.constantFrom(0.5, 1, 2),
      kind: fc.constantFrom("routed" as const, "routed" as const, "request" as const),
      payCents: fc.constantFrom(15_000, 15_000, 15_000, 5_000),
    }),
  },
  { weight: 6, arbitrary: fc.record({ does: fc.constantFrom("look" as const, "pursue" as const) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom("follow" as const, "pause" as const, "resume" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("act" as const),
      which,
      act: fc.constantFrom(
        "assign" as const,
        "assign" as const,
        "cancel" as const,
        "rival" as const,
        "deny" as const,
        "expire-requests" as const,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("move" as const), which, slot: fc.nat({ max: 23 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("fault" as const),
      fault: fc.constantFrom("rival_wins", "taken_401", "expired_401", "conflict_refresh", "unavailable_503", "commit_then_timeout"),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("crash" as const), point: fc.constantFrom(...acceptingPoints) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom("take" as const, "decline" as const, "withdraw" as const), which }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("mode" as const), mode: fc.constantFrom("auto" as const, "ask" as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("pass" as const), hours: number(1, 30) }) },
);
/** Events one after the other, and now and then some at once. */
const events = fc.array(
  fc.oneof({ weight: 3, arbitrary: event.map((one) => [one]) }, { weight: 1, arbitrary: fc.array(event, { minLength: 2, maxLength: 4 }) }),
  { minLength: 8, maxLength: 30 },
);
const caps = fc.record({
  unitsPerDay: fc.constantFrom(null, 1, 2),
  unitsPerWeek: fc.constantFrom(null, 3),
  unitsPerMonth: fc.constantFrom(2, 20),
  spendCapCents: fc.constantFrom(null, null, 5_000),
});
const margins = fc.record({ before: fc.constantFrom(0, 30, 60), after: fc.constantFrom(0, 30) });

/** A process that died is expected, and so is a refusal; anything else is a bug. */
function expectKnown(outcomes: PromiseSettledResult<unknown>[]): void {
  for (const outcome of outcomes) {
    if (outcome.status === "rejected" && !(outcome.reason instanceof Crashed || outcome.reason instanceof AppError)) throw outcome.reason;
  }
}

const seed = process.env.PROPERTY_SEED ? { seed: Number(process.env.PROPERTY_SEED) } : {};
const runs = Number(process.env.PROPERTY_RUNS ?? 10);

test(`whatever happens, in any order and at once, holds, counts, charges and offers agree (PROPERTY_SEED, PROPERTY_RUNS=${runs})`, async () => {
  const property = fc.asyncProperty(events, caps, margins, async (rounds, rules, { before, after }) => {
    vi.useRealTimers();
    armed.point = null;
    const member = await givenReady(outside, { ...rules, insideWithdrawal: true });
    members.push(member);
    await saveMargins(member.accountId, { beforeMinutes: before, afterMinutes: after });
    vi.useFakeTimers({ toFake: ["Date"] });
    const sequence = sequenceOf(outside, database, member);
    for (const round of rounds) {
      const arm = (point: string) => {
        armed.point = point;
      };
      expectKnown(await Promise.allSettled(round.map((one) => sequence.carryOut(one, arm))));
      expect(await brokenInvariants(database)).toEqual([]);
    }
    armed.point = null;
    const { open, doubles } = await sequence.settle();
    expect(open).toBe(0);
    expect([...(await brokenInvariants(database)), ...(await compareDoubles(database, doubles, members))]).toEqual([]);
    expect((await database`select 1 from acceptances where account_id = ${member.accountId}`).length).toBeGreaterThan(0);
  });
  await fc.assert(property, { ...seed, numRuns: runs, endOnFailure: !process.env.PROPERTY_SHRINK });
});
