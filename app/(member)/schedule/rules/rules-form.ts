import { z } from "zod";
import { anyDistanceMiles } from "@/lib/orders/decide";
import type { Rules } from "@/lib/orders/read-rules";
import { openRules, ruleLimits } from "@/lib/orders/save-rules";
import { weekdays } from "../clock";

/** How many floors for short notice the form has room for. */
export const floorRows = [1, 2] as const;

const dollars = z
  .string()
  .trim()
  .regex(/^\$?\d{1,5}(\.\d{1,2})?$/, "Enter an amount in dollars, such as 80 or 82.50.")
  .transform((text) => Math.round(Number(text.replace("$", "")) * 100));
const whole = (name: string, least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, `Enter ${name} as a whole number.`)
    .transform(Number)
    .refine((number) => number >= least, `At least ${least}.`)
    .refine((number) => number <= most, `At most ${most}.`);
/** A time in hours that may have a fraction, as whole minutes. */
const hours = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,5}(\.\d{1,2})?$/, "Enter hours as a number, such as 2 or 1.5.")
    .transform(Number)
    .refine((number) => number * 60 >= 1, "Enter more than 0 hours.")
    .refine((number) => number <= most, `At most ${most} hours.`)
    .transform((number) => Math.round(number * 60));
const maybe = <Output>(schema: z.ZodType<Output, unknown>) =>
  z
    .literal("")
    .transform(() => null)
    .or(schema)
    .default(null);
const words = z
  .string()
  .max(2_000)
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  )
  .refine((list) => list.length <= ruleLimits.words, `At most ${ruleLimits.words}, separated by commas.`)
  .refine((list) => list.every((word) => word.length <= ruleLimits.wordLength), `Each at most ${ruleLimits.wordLength} letters long.`);
const dayChoice = z.enum(["any", "preferred", "never"]).default("any");

const floors = Object.fromEntries(
  floorRows.flatMap((row) => [
    [`floorHours-${row}`, maybe(whole("the hours", 1, ruleLimits.leadTimeHours))],
    [`floorPay-${row}`, maybe(dollars)],
  ]),
);
const days = Object.fromEntries(weekdays.map((_, index) => [`day-${index + 1}`, dayChoice]));

/** What the form sends: amounts in dollars, times in hours, words separated by commas. Fields left out set no bound. */
export const rulesForm = z.object({
  minimumPay: dollars,
  minimumHourly: maybe(dollars),
  minimumDevice: maybe(dollars),
  minimumBlended: maybe(dollars),
  maximumDistance: maybe(whole("the distance", 1, ruleLimits.maximumDistanceMiles)),
  anyDistance: z.literal("on").optional(),
  types: words,
  includeWords: words,
  excludeWords: words,
  noticeHours: maybe(hours(ruleLimits.noticeMinutes / 60)),
  shortestHours: maybe(hours(ruleLimits.lengthMinutes / 60)),
  longestHours: maybe(hours(ruleLimits.lengthMinutes / 60)),
  unitsPerDay: maybe(whole("the number of orders", 1, ruleLimits.unitsPerMonth)),
  unitsPerWeek: maybe(whole("the number of orders", 1, ruleLimits.unitsPerMonth)),
  unitsPerMonth: whole("the number of orders", 0, ruleLimits.unitsPerMonth),
  spendCap: maybe(dollars),
  insideWithdrawal: z.literal("on").optional(),
  ...floors,
  ...days,
});

type Given = z.infer<typeof rulesForm>;

/** The rules that were entered, or what of them does not go together. */
export function readRulesForm(given: Given): { rules: Rules; wrong: Record<string, string> } {
  const field = given as Record<string, unknown>;
  const wrong: Record<string, string> = {};
  const leadTimeFloors = floorRows.flatMap((row) => {
    const withinHours = field[`floorHours-${row}`] as number | null;
    const minimumPayCents = field[`floorPay-${row}`] as number | null;
    if (withinHours === null && minimumPayCents !== null) wrong[`floorHours-${row}`] = "Say within how many hours, or leave both empty.";
    if (withinHours !== null && minimumPayCents === null) wrong[`floorPay-${row}`] = "Say how much it has to pay, or leave both empty.";
    return withinHours === null || minimumPayCents === null ? [] : [{ withinHours, minimumPayCents }];
  });
  if (given.anyDistance !== "on" && given.maximumDistance === null) {
    wrong.maximumDistance = "Enter how far you go at most, or tick any distance.";
  }
  const { shortestHours, longestHours } = given;
  if (shortestHours !== null && longestHours !== null && longestHours < shortestHours) {
    wrong.longestHours = "The longest has to be at least the shortest.";
  }
  const chosen = (wanted: string) => weekdays.flatMap((_, index) => (field[`day-${index + 1}`] === wanted ? [index + 1] : []));
  const rules: Rules = {
    ...openRules,
    minimumPayCents: given.minimumPay,
    minimumHourlyCents: given.minimumHourly,
    minimumDeviceCents: given.minimumDevice,
    minimumBlendedCents: given.minimumBlended,
    leadTimeFloors,
    maximumDistanceMiles: given.anyDistance === "on" ? anyDistanceMiles : (given.maximumDistance ?? 1),
    types: given.types,
    includeWords: given.includeWords,
    excludeWords: given.excludeWords,
    minimumNoticeMinutes: given.noticeHours ?? 0,
    shortestMinutes: shortestHours,
    longestMinutes: longestHours,
    unitsPerDay: given.unitsPerDay,
    unitsPerWeek: given.unitsPerWeek,
    unitsPerMonth: given.unitsPerMonth,
    spendCapCents: given.spendCap,
    preferredDays: chosen("preferred"),
    blockedDays: chosen("never"),
    insideWithdrawal: given.insideWithdrawal === "on",
  };
  return { rules, wrong };
}
