import { z } from "zod";
import { transaction } from "@/db/client";
import { keepRules, type RulesRow } from "@/db/queries/rules";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { anyDistanceMiles } from "@/lib/orders/decide";

/** The most that rules may be set to: amounts in cents, distances in miles, lengths in minutes, caps in bandwidth units. */
export const ruleLimits = {
  minimumPayCents: 1_000_000,
  maximumDistanceMiles: anyDistanceMiles,
  unitsPerMonth: 1_000,
  noticeMinutes: 60 * 24 * 60,
  lengthMinutes: 14 * 24 * 60,
  leadTimeHours: 720,
  leadTimeFloors: 3,
  words: 20,
  wordLength: 60,
} as const;

const pay = z.number().int().min(0).max(ruleLimits.minimumPayCents);
const units = z.number().int().min(1).max(ruleLimits.unitsPerMonth).nullable();
const minutes = z.number().int().min(1).max(ruleLimits.lengthMinutes).nullable();
const words = z.array(z.string().trim().min(1).max(ruleLimits.wordLength)).max(ruleLimits.words);
const days = z.array(z.number().int().min(1).max(7)).max(7);

const rulesSchema: z.ZodType<RulesRow> = z.strictObject({
  minimumPayCents: pay,
  minimumHourlyCents: pay.nullable(),
  minimumDeviceCents: pay.nullable(),
  minimumBlendedCents: pay.nullable(),
  leadTimeFloors: z
    .array(z.strictObject({ withinHours: z.number().int().min(1).max(ruleLimits.leadTimeHours), minimumPayCents: pay }))
    .max(ruleLimits.leadTimeFloors),
  maximumDistanceMiles: z.number().int().min(1).max(ruleLimits.maximumDistanceMiles),
  types: words,
  includeWords: words,
  excludeWords: words,
  minimumNoticeMinutes: z.number().int().min(0).max(ruleLimits.noticeMinutes),
  shortestMinutes: minutes,
  longestMinutes: minutes,
  unitsPerDay: units,
  unitsPerWeek: units,
  unitsPerMonth: z.number().int().min(0).max(ruleLimits.unitsPerMonth),
  spendCapCents: z.number().int().min(0).max(100_000_000).nullable(),
  preferredDays: days,
  blockedDays: days,
  insideWithdrawal: z.boolean(),
});

/** Rules that set no bound but those that everybody has to set. */
export const openRules: Omit<RulesRow, "minimumPayCents" | "maximumDistanceMiles" | "unitsPerMonth"> = {
  minimumHourlyCents: null,
  minimumDeviceCents: null,
  minimumBlendedCents: null,
  leadTimeFloors: [],
  types: [],
  includeWords: [],
  excludeWords: [],
  minimumNoticeMinutes: 0,
  shortestMinutes: null,
  longestMinutes: null,
  unitsPerDay: null,
  unitsPerWeek: null,
  spendCapCents: null,
  preferredDays: [],
  blockedDays: [],
  insideWithdrawal: false,
};

/**
 * Puts a member's rules in the place of the earlier ones. The next look at the platform decides by them.
 * @throws AppError invalid_input with `field`: a rule that is not within its limits.
 */
export async function saveRules(accountId: string, rules: RulesRow): Promise<void> {
  const parsed = rulesSchema.safeParse(rules);
  if (!parsed.success) throw new AppError("invalid_input", { field: String(parsed.error.issues[0]?.path[0]) });
  await transaction({ kind: "member", accountId }, async (tx) => {
    await keepRules(tx, accountId, parsed.data, now());
    await recordAccess(tx, { act: "rules.save", object: `rules:${accountId}`, subject: accountId, reason: "changed_by_member" });
  });
}
