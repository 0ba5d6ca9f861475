import { transaction } from "@/db/client";
import { keepRules, type RulesRow } from "@/db/queries/rules";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { anyDistanceMiles } from "@/lib/orders/decide";

/** The most that each rule may be set to. */
export const ruleLimits = { minimumPayCents: 1_000_000, maximumDistanceMiles: anyDistanceMiles, unitsPerMonth: 1_000 } as const;

const least: RulesRow = { minimumPayCents: 0, maximumDistanceMiles: 1, unitsPerMonth: 0 };

/**
 * Puts a member's rules in the place of the earlier ones. The next look at the platform decides by them.
 * @throws AppError invalid_input with `field`: a rule that is no whole number within its limits.
 */
export async function saveRules(accountId: string, rules: RulesRow): Promise<void> {
  for (const field of ["minimumPayCents", "maximumDistanceMiles", "unitsPerMonth"] as const) {
    const value = rules[field];
    if (!Number.isInteger(value) || value < least[field] || value > ruleLimits[field]) throw new AppError("invalid_input", { field });
  }
  await transaction({ kind: "member", accountId }, async (tx) => {
    await keepRules(tx, accountId, rules, now());
    await recordAccess(tx, { act: "rules.save", object: `rules:${accountId}`, subject: accountId, reason: "changed_by_member" });
  });
}
