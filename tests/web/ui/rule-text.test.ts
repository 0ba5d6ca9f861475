import { expect, test } from "vitest";
import { findingOf, settingsOf, titleOf } from "@/app/(member)/offers/rule-text";
import { ruleNames } from "@/lib/orders/decide";
import { openRules } from "@/lib/orders/save-rules";

const rules = { ...openRules, minimumPayCents: 8_250, maximumDistanceMiles: 30, unitsPerMonth: 1 };

test("each rule has a title, what is wanted and what an offer was like in words, and none shows its code", () => {
  const settings = settingsOf(rules);
  for (const rule of ruleNames)
    for (const text of [titleOf(rule), settings[rule], findingOf(rule, null)]) {
      expect(text).toMatch(/^[A-Z]/);
      expect(text).not.toContain("_");
    }
});

test("a member's own settings stand beside the offer", () => {
  expect(settingsOf(rules)).toMatchObject({
    pay: "At least $82.50 in all",
    distance: "At most 30 miles",
    cap: "At most 1 a month",
  });
  expect(settingsOf({ ...rules, maximumDistanceMiles: 3_000 }).distance).toBe("Any distance");
  expect(settingsOf(null)).toMatchObject({ pay: "No rules saved", distance: "No rules saved", cap: "No rules saved" });
  expect(findingOf("pay", "pays_too_little")).toBe("It paid less than your least pay");
});
