import { Temporal } from "temporal-polyfill";
import { afterAll, describe, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { openRules, saveRules } from "@/lib/orders/save-rules";
import { readAgenda } from "@/lib/schedule/read-agenda";
import { readSchedule } from "@/lib/schedule/read-schedule";
import { removeOverride, removeTimeOff, saveOverride, saveTimeOff } from "@/lib/schedule/save-exceptions";
import { saveMargins } from "@/lib/schedule/save-margins";
import { saveSchedule } from "@/lib/schedule/save-schedule";
import { givenMember } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const morning = { startMinute: 540, endMinute: 720 };
const afternoon = { startMinute: 780, endMinute: 900 };

test("a date's own hours are saved, replaced and removed, and time off likewise; another member's are out of reach", async () => {
  const { accountId } = await givenMember();
  await saveOverride(accountId, { date: "2030-12-24", stretches: [morning] });
  await saveOverride(accountId, { date: "2030-12-24", stretches: [morning, afternoon] });
  await saveOverride(accountId, { date: "2030-12-25", stretches: [] });
  await saveTimeOff(accountId, { firstDate: "2030-12-30", lastDate: "2030-12-30" });
  const saved = await readSchedule(accountId);
  expect(saved.overrides).toEqual([
    { date: "2030-12-24", stretches: [morning, afternoon] },
    { date: "2030-12-25", stretches: [] },
  ]);
  const [off] = (await readAgenda(accountId)).timeOff;
  const stranger = await givenMember();
  await expect(removeTimeOff(stranger.accountId, off?.id ?? "")).rejects.toMatchObject({ refusal: "not_found" });
  await removeOverride(stranger.accountId, "2030-12-24");
  expect(await readSchedule(accountId)).toEqual(saved);
  await removeOverride(accountId, "2030-12-24");
  await removeTimeOff(accountId, off?.id ?? "");
  expect(await readSchedule(accountId)).toMatchObject({ overrides: [{ date: "2030-12-25", stretches: [] }], timeOff: [] });
});

test("the next days show hours and what they come from, and leave out what is over", async () => {
  const { accountId } = await givenMember();
  const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...morning }));
  await saveSchedule(accountId, { timeZone: "Pacific/Auckland", hours: week });
  const { days } = await readAgenda(accountId);
  expect(days).toHaveLength(14);
  const [today, tomorrow, third] = days.map(({ date }) => date);
  expect(today).toBe(new Intl.DateTimeFormat("sv-SE", { timeZone: "Pacific/Auckland" }).format());
  await saveOverride(accountId, { date: tomorrow ?? "", stretches: [afternoon] });
  await saveTimeOff(accountId, { firstDate: third ?? "", lastDate: third ?? "" });
  await saveOverride(accountId, { date: "2020-01-01", stretches: [] });
  const seen = await readAgenda(accountId);
  expect(seen.days.slice(0, 4).map(({ hours, why }) => [hours.map(({ startMinute }) => startMinute), why])).toEqual([
    [[540], "week"],
    [[780], "override"],
    [[], "time_off"],
    [[540], "week"],
  ]);
  expect(seen.overrides.map(({ date }) => date)).toEqual([tomorrow]);
  const weekday = Temporal.PlainDate.from(today ?? "").dayOfWeek;
  await saveRules(accountId, { ...openRules, minimumPayCents: 1, maximumDistanceMiles: 1, unitsPerMonth: 1, blockedDays: [weekday] });
  const never = (await readAgenda(accountId)).days.flatMap(({ hours, why }, index) => (why === "never" ? [[index, hours]] : []));
  expect(never).toEqual([
    [0, []],
    [7, []],
  ]);
});

describe("what is refused", () => {
  test.each([
    ["a date that is none", { date: "2030-02-30", stretches: [] }, "date"],
    ["hours that overlap", { date: "2030-02-01", stretches: [morning, { startMinute: 700, endMinute: 800 }] }, "stretches"],
    ["hours beyond the day", { date: "2030-02-01", stretches: [{ startMinute: 0, endMinute: 1_441 }] }, "stretches"],
  ])("%s", async (_, override, field) => {
    const { accountId } = await givenMember();
    await expect(saveOverride(accountId, override)).rejects.toMatchObject({ facts: { field } });
  });

  test("time off that ends before it begins, and minutes around jobs that are too many", async () => {
    const { accountId } = await givenMember();
    await expect(saveTimeOff(accountId, { firstDate: "2030-02-02", lastDate: "2030-02-01" })).rejects.toMatchObject({
      facts: { field: "lastDate" },
    });
    await expect(saveMargins(accountId, { beforeMinutes: 0, afterMinutes: 241 })).rejects.toMatchObject({
      facts: { field: "afterMinutes" },
    });
    await saveMargins(accountId, { beforeMinutes: 30, afterMinutes: 240 });
    expect(await readSchedule(accountId)).toMatchObject({ beforeMinutes: 30, afterMinutes: 240 });
  });
});

test("no more than 400 are kept, also of many that come at the same time", async () => {
  const { accountId } = await givenMember();
  await database`
    insert into time_off (id, account_id, first_date, last_date)
    select gen_random_uuid(), ${accountId}, '2030-01-01', '2030-01-01' from generate_series(1, 398)`;
  const saving = Array.from({ length: 12 }, () => saveTimeOff(accountId, { firstDate: "2030-01-02", lastDate: "2030-01-02" }));
  const saved = (await Promise.allSettled(saving)).filter(({ status }) => status === "fulfilled");
  expect(saved).toHaveLength(2);
});
