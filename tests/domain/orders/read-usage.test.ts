import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { takeUnit } from "@/db/queries/holds";
import { now } from "@/lib/base/clock";
import { readUsage } from "@/lib/orders/read-usage";
import { openRules, saveRules } from "@/lib/orders/save-rules";
import { spanStarts, unitDay } from "@/lib/orders/unit-spans";
import { givenMember } from "@/tests/support/members";

test("the month is told day by day, beside the limits of day, week, month and money", async () => {
  const { accountId } = await givenMember();
  const none = await readUsage(accountId);
  expect(none).toMatchObject({ caps: null, taken: { day: 0, week: 0, month: 0 }, spend: { soFarCents: 0, projectedCents: 0 } });
  await saveRules(accountId, {
    ...openRules,
    minimumPayCents: 0,
    maximumDistanceMiles: 30,
    unitsPerDay: 3,
    unitsPerMonth: 20,
    spendCapCents: 26_000,
  });
  const starts = spanStarts(unitDay(now(), none.timeZone));
  const caps = { day: null, week: null, month: null };
  const take = () => transaction({ kind: "system", job: "test", accountId }, (tx) => takeUnit(tx, accountId, starts, caps));
  expect([await take(), await take()]).toEqual([true, true]);
  const usage = await readUsage(accountId);
  expect(usage.spend).toMatchObject({ takenCents: 5_000, chargedCents: 0, capCents: 26_000 });
  expect(usage.caps).toEqual({ day: 3, week: null, month: 10 });
  expect(usage.taken).toEqual({ day: 2, week: 2, month: 2 });
  expect(usage.days.filter(({ units }) => units > 0)).toEqual([{ day: usage.today, units: 2 }]);
  expect(usage.days.at(0)?.day).toBe(starts.month);
  expect(new Set(usage.days.map(({ day }) => day.slice(0, 7))).size).toBe(1);
  expect((await readUsage((await givenMember()).accountId)).taken.month).toBe(0);
});
