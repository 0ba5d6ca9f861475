import { expect, test } from "vitest";
import { readRulesForm, rulesForm } from "@/app/(member)/schedule/rules/rules-form";

const sound = { minimumPay: "100", maximumDistance: "30", unitsPerMonth: "20" };

test("amounts are in dollars and times in hours, and what is left empty sets no bound", () => {
  const given = rulesForm.parse({ ...sound, spendCap: "$75.50", noticeHours: "1.5", unitsPerDay: "" });
  expect(readRulesForm(given)).toMatchObject({
    wrong: {},
    rules: { minimumPayCents: 10_000, spendCapCents: 7_550, minimumNoticeMinutes: 90, unitsPerDay: null, unitsPerMonth: 20 },
  });
});

const hostile = [" ", "-1", "1e3", "0x10", "NaN", "Infinity", "2.5", "99999999999999999999", "1,5", "٣", "1\u0000"];
test("an empty number of orders in a month is none, and not zero", () => {
  expect(rulesForm.safeParse({ ...sound, unitsPerMonth: "" }).success).toBe(false);
});

test.each(hostile)("%j is no number of orders in a month, nor a distance", (text) => {
  expect(rulesForm.safeParse({ ...sound, unitsPerMonth: text }).success).toBe(false);
  expect(rulesForm.safeParse({ ...sound, maximumDistance: text }).success).toBe(false);
});

test.each(["-1", "1e3", "NaN", "Infinity", "0", "0.001", "99999"])("%j are no hours of notice or length", (text) => {
  for (const field of ["noticeHours", "shortestHours", "longestHours"])
    expect(rulesForm.safeParse({ ...sound, [field]: text }).success).toBe(false);
});

test.each(["-1", "1e3", "NaN", "0.001", "1000000", "$-5"])("%j is no amount of dollars", (text) => {
  for (const field of ["minimumPay", "minimumHourly", "spendCap", "floorPay-1"])
    expect(rulesForm.safeParse({ ...sound, [field]: text }).success).toBe(false);
});
