import { expect, test } from "vitest";
import { plainText } from "@/lib/base/plain-text";
import { markupTexts, unfitTexts } from "@/tests/support/hostile-texts";

const schema = plainText({ max: 100 });

test.each(unfitTexts)("a text with %s is refused, not mended", (_, text) => {
  expect(schema.safeParse(text).success).toBe(false);
});

test.each(["Zoë Müller-Lüdenscheidt", "李小龍", "عبد الله", "🧑‍🔧 Sam", ...markupTexts])("%s is taken as it is", (text) => {
  expect(schema.parse(text)).toBe(text.normalize("NFC"));
});

test("outer spaces go, and a text of more characters than allowed is refused", () => {
  expect(schema.parse("  Sam  ")).toBe("Sam");
  expect(schema.safeParse("é".repeat(100)).success).toBe(true);
  expect(schema.safeParse("é".repeat(101)).success).toBe(false);
});
