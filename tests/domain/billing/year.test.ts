import { randomInt } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { givenStripe } from "@/tests/domain/billing/given-stripe";
import { differencesOf } from "@/tests/domain/billing/year/compare-year";
import { simulateYear } from "@/tests/domain/billing/year/simulate-year";
import { asSuperuser } from "@/tests/support/superuser";

const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());

const members = Number(process.env.YEAR_MEMBERS ?? 1);
const seed = Number(process.env.YEAR_SEED ?? randomInt(2 ** 31));

test("a year of members, with every fault of calls and webhooks on, ends without a difference of a cent", {
  timeout: 120_000 + members * 120_000,
}, async () => {
  const { accounts, counts } = await simulateYear(stripe, database, { members, seed }).catch((thrown: unknown) => {
    throw new Error(`YEAR_SEED=${seed} YEAR_MEMBERS=${members} replays it`, { cause: thrown });
  });
  process.stdout.write(`year: ${members} members, seed ${seed}, ${JSON.stringify(counts)}\n`);
  expect(await differencesOf(stripe, database, accounts), `YEAR_SEED=${seed} YEAR_MEMBERS=${members} replays it`).toEqual([]);
});
