import { expect, test } from "vitest";
import { passwordFlaw } from "@/lib/accounts/password-rules";

const own = ["margaret.hamilton@apollo.example"];

test.each([
  ["correct horse battery staple", null],
  ["purple monkeys dance", null],
  ["Grüße aus Köln am Rhein", null],
  ["правильная лошадь", null],
  ["🦊🌊🪨🌲🐚🌙⭐️🔥🍂🌻🐝🦉🪵", "too_short"],
  ["fourteen chars", "too_short"],
  ["fifteen charact", null],
  ["x7!".repeat(350), "too_long"],
  ["aaaaaaaaaaaaaaaaaaaa", "repetitive"],
  ["ababababababababab", "repetitive"],
  ["1234567890abcdefghij", "predictable"],
  ["passwordpassword", "predictable"],
  ["Password1234567!", "predictable"],
  ["holdfastholdfast1", "predictable"],
  ["MargaretHamilton1", "predictable"],
  ["apollo-margaret-99", "predictable"],
  ["margaret rides a bicycle", null],
])("%j is refused as %s", (password, flaw) => {
  expect(passwordFlaw(password, own)).toBe(flaw);
});

test("a password is as long as 1,024 bytes and never cut", () => {
  const long = [..."abcdefgh".repeat(128)].map((letter, index) => (index % 3 ? letter : "7")).join("");
  expect(passwordFlaw(long, own)).toBeNull();
  expect(passwordFlaw(`${long}x`, own)).toBe("too_long");
});
