import { expect, test } from "vitest";
import { findPasswordFlaw } from "@/lib/passwords/find-password-flaw";
import { requireStrongPassword } from "@/lib/passwords/require-strong-password";

const own = ["margaret.hamilton@apollo.example"];

test.each([
  "plover anvil sketch tuesday moss",
  "purple monkeys dance",
  "red dog tree lamp",
  "all lower case words",
  "Grüße aus Köln am Rhein",
  "правильная лошадь",
  "x7Qm2vKz9LrTq4W",
  "margaret rides a bicycle",
  "🦊🌊🪨🌲🐚🌙⭐️🔥🍂🌻🐝🦉🪵🚲🧭",
])("%j is a good password", async (password) => {
  expect(await findPasswordFlaw(password, own)).toBeNull();
});

test.each([
  ["too_short", ["fourteen chars", "x7Qm2vKz9LrTq4", "🦊🌊🪨🌲🐚🌙⭐️🔥🍂🌻🐝🦉🪵", "e\u0301".repeat(14)]],
  ["too_long", ["x7!".repeat(350), "é".repeat(513)]],
  ["common", ["1qaz2wsx3edc4rfv", "1QAZ2WSX3EDC4RFV", "vfr4cde3xsw2zaq1", "ｑ１w2e3r4t5y6u7i8"]],
  [
    "repetitive",
    [
      "aaaaaaaaaaaaaaaaaaaa",
      "ababababababababab",
      "passwordpassword",
      "xK4!mxK4!mxK4!mxK4",
      "aaabbbcccdddeeefffggg",
      "dragon dragon dragon dragon",
    ],
  ],
  ["sequential", ["1234567890abcdefghij", "zyxwvutsrqponmlk", "qwertyuiopasdfghjkl", "zaq12wsxcde34rfv", "monday tuesday wednesday"]],
  [
    "padded_common_word",
    ["Password1234567!", "P@ssw0rd1234567!", "!!!!letmein!!!!!!!", "Sunshine2024!!!!", "iloveyouforever1", "welcome to holdfast"],
  ],
  ["own_data", ["MargaretHamilton1", "m4rg4r3th4m1lt0n", "apollo-margaret-99", "ＭａｒｇａｒｅｔHamilton1"]],
] as const)("refused as %s: %j", async (flaw, passwords) => {
  const found = await Promise.all(passwords.map((password) => findPasswordFlaw(password, own)));
  expect(Object.fromEntries(passwords.map((password, index) => [password, found[index]]))).toEqual(
    Object.fromEntries(passwords.map((password) => [password, flaw])),
  );
});

test("what is one account's own data is another's good password", async () => {
  expect(await findPasswordFlaw("wolfeschlegelstein1", ["wolfe.schlegel.stein@example.org"])).toBe("own_data");
  expect(await findPasswordFlaw("wolfeschlegelstein1", own)).toBeNull();
});

/** Characters without a pattern, the same in every run. */
const scattered = (length: number) => Array.from({ length }, (_, at) => String.fromCharCode(33 + ((at * at * 31 + at * 17) % 89))).join("");

test("a password may be 1,024 bytes long, counted before and after normalisation, and all of it counts", async () => {
  const long = scattered(1_024);
  expect(await findPasswordFlaw(long, own)).toBeNull();
  expect(await findPasswordFlaw(`${long}x`, own)).toBe("too_long");
  expect(await findPasswordFlaw("ﷺ".repeat(40), own)).toBe("too_long");
  expect(await findPasswordFlaw(`${"a".repeat(200)}x7Qm2vKz9LrTq4W`, own)).toBeNull();
  expect(await findPasswordFlaw(`x7Qm2vKz9LrTq4W${"a".repeat(200)}`, own)).toBeNull();
});

test("judging costs about the same however long a password is and whatever stands for a letter", async () => {
  const costly = Array.from({ length: 1_024 }, (_, at) => "a@4$1!3e0os5|7+t(c<"[(at * at * 7 + at) % 19]).join("");
  await findPasswordFlaw(costly, own);
  const before = process.cpuUsage();
  for (let round = 0; round < 5; round += 1) await findPasswordFlaw(costly, own);
  const { user } = process.cpuUsage(before);
  expect(user / 5 / 1_000, "milliseconds of processor time for one password").toBeLessThan(1_000);
});

test("a refusal names the field and the flaw, and never the password", async () => {
  await expect(requireStrongPassword("passwordpassword", own)).rejects.toMatchObject({
    refusal: "invalid_input",
    facts: { field: "password", flaw: "repetitive" },
  });
  await expect(requireStrongPassword("plover anvil sketch tuesday moss", own)).resolves.toBeUndefined();
});

test.each([
  ["Vvyacheslavershovv909", "breached"],
  ["vuwpygpnbudm7ay", "breached"],
  ["Correct Horse Battery Staple", "common"],
  ["correct-horse-battery-staple!", "common"],
] as const)("%s, which is on a list that we ship, is refused without asking anybody", async (password, flaw) => {
  expect(await findPasswordFlaw(password, own)).toBe(flaw);
});
