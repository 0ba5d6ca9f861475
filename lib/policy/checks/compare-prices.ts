import { listRounds } from "@/db/queries/billing-rounds";
import { hourMs, minuteMs, now } from "@/lib/base/clock";
import { type Check, fails, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";
import { policyInForce } from "@/lib/terms/policy";
import { prices } from "@/lib/terms/prices";

/** Comparisons are made every hour, and put off while Stripe does not answer. */
const mostHours = 3;

const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;

export const publishedPrices: Check = {
  id: "published-prices",
  about: "The prices of the policy in force, of the billing, and of Stripe",
  everyMs: 10 * minuteMs,
  look: async () => {
    const clause = policyInForce()
      .sections.flatMap(({ clauses }) => [...clauses])
      .find(({ id }) => id === "0.2");
    const [monthly, unit] = [dollars(prices.monthlyCents), dollars(prices.unitCents)];
    if (!clause?.text.includes(monthly) || !clause.text.includes(unit))
      return fails(2, "The policy's text names other prices than the billing uses.");
    const round = (await inDatabase(listRounds)).find(({ name }) => name === "prices");
    if (!round?.finishedAt) return unknown("Stripe's prices have not been compared yet.");
    const hours = (now().getTime() - round.finishedAt.getTime()) / hourMs;
    // What it found then says nothing of today: it may have stopped.
    if (round.outcome === "well" && hours > mostHours)
      return unknown(`Stripe's prices were last compared ${Math.floor(hours)} hours ago, although that is done every hour.`);
    return judge(2, round.outcome === "well" ? 0 : 1, {
      good: `${monthly} a month and ${unit} for each order, in the policy, the billing and at Stripe.`,
      bad: "Stripe's prices are not the published ones, or could not be read. Nothing is charged meanwhile.",
    });
  },
};
