import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { givenStripe } from "@/tests/domain/billing/given-stripe";
import { differencesOf, notRenewedAtChange } from "@/tests/domain/billing/year/compare-year";
import { simulateYear } from "@/tests/domain/billing/year/simulate-year";
import { expectComplaints, logLines } from "@/tests/support/log-watch";
import { asSuperuser } from "@/tests/support/superuser";

const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());
beforeAll(() => vi.useFakeTimers({ toFake: ["Date"] }));
afterAll(() => vi.useRealTimers());

const members = Number(process.env.YEAR_MEMBERS ?? 1);
const seed = Number(process.env.YEAR_SEED ?? randomInt(2 ** 31));

test("a year of members, with every fault of calls and webhooks on and across changes of the clocks, ends without a difference of a cent", {
  timeout: 300_000 + members * 120_000,
}, async () => {
  const { accounts, renewing, counts } = await simulateYear(stripe, database, { members, seed }).catch((thrown: unknown) => {
    throw new Error(`YEAR_SEED=${seed} YEAR_MEMBERS=${members} replays it`, { cause: thrown });
  });
  process.stdout.write(`year: ${members} members, seed ${seed}, ${JSON.stringify(counts)}\n`);
  if (logLines().some(({ event }) => event === "stripe refused a call")) expectComplaints("stripe refused a call");
  expect(renewing.length).toBeGreaterThan(1);
  expect(await notRenewedAtChange(stripe, database, renewing)).toEqual([]);
  expect(await differencesOf(stripe, database, accounts), `YEAR_SEED=${seed} YEAR_MEMBERS=${members} replays it`).toEqual([]);
});
