import { expect, test } from "vitest";
import { isExpiredAt } from "@/lib/billing/card";
import { projectMonth } from "@/lib/billing/month-so-far";

const plan = {
  standing: "active" as const,
  active: true,
  status: "active",
  periodStart: null,
  periodEnd: null,
  cancelAtPeriodEnd: false,
};
const soFar = { chargedCents: 10_000, daysBegun: 10, daysInMonth: 30, mostUnits: null };

test.each([
  ["goes on at its pace: four units in ten days are twelve in thirty", {}, { units: 12, cents: 31_000 }],
  ["stops at the member's limit", { mostUnits: 6 }, { units: 6, cents: 16_000 }],
  ["never falls below what was charged, whatever the limit is now", { mostUnits: 2 }, { units: 4, cents: 11_000 }],
  ["is the plan alone where nothing was charged", { chargedCents: 0 }, { units: 0, cents: 1_000 }],
])("a month %s", (_, change, projected) => {
  expect(projectMonth(plan, { ...soFar, ...change })).toEqual(projected);
});

test("a month without a plan is projected without its price", () => {
  expect(projectMonth({ ...plan, standing: "ended", active: false }, soFar).cents).toBe(30_000);
});

test("a card works to the last moment of its month", () => {
  const card = { brand: "visa", last4: "4242", expires: "02/2028" };
  expect(isExpiredAt(card, new Date("2028-02-29T23:59:59.999Z"))).toBe(false);
  expect(isExpiredAt(card, new Date("2028-03-01T00:00:00Z"))).toBe(true);
});
