import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { beat } from "@/db/queries/heartbeats";
import { later, minuteMs, now } from "@/lib/base/clock";
import { runReviews } from "@/lib/oversight/reviews/run-reviews";
import { publishedPrices } from "@/lib/policy/checks/compare-prices";
import { reviewsInTime } from "@/lib/policy/checks/read-log";
import { lookOnce } from "@/lib/policy/look";
import { rowMaker } from "@/tests/domain/oversight/given-rows";

const { sql, insert } = await rowMaker();
afterAll(async () => {
  await Promise.all([sql.end(), closeDatabases()]);
});

const prices = async (hours: number, outcome: "well" | "ill") => {
  await sql`update billing_rounds set finished_at = ${later(now(), -hours * 60 * minuteMs)}, outcome = ${outcome} where name = 'prices'`;
  return await lookOnce(publishedPrices);
};

test("prices that were compared lately hold, and what was found before the comparisons stopped is not known any more", async () => {
  expect(await lookOnce(publishedPrices)).toMatchObject({ result: "unknown" });
  expect(await prices(2.9, "well")).toMatchObject({ result: "holds" });
  expect(await prices(3.1, "well")).toMatchObject({ result: "unknown", seen: expect.stringContaining("3 hours ago") });
  expect(await prices(3.1, "ill")).toMatchObject({ result: "fails" });
});

test("reviews are in time while somebody looks for what is due, and not once that has stopped", async () => {
  await insert("reviews", { kind: "accesses", period: "2026-w01", closed_at: now(), due_at: later(now(), minuteMs) });
  expect(await lookOnce(reviewsInTime)).toMatchObject({ result: "unknown" });
  await runReviews();
  expect(await lookOnce(reviewsInTime)).toMatchObject({ result: "holds" });
  const last = async (minutes: number) => {
    await transaction({ kind: "system", job: "test" }, (tx) => beat(tx, "reviews", later(now(), -minutes * minuteMs)));
    return await lookOnce(reviewsInTime);
  };
  expect(await last(59)).toMatchObject({ result: "holds" });
  expect(await last(62)).toMatchObject({ result: "fails", seen: expect.stringContaining("62 minutes ago") });
});
