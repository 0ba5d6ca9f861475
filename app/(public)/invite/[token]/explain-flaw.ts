import { longestPasswordBytes, type PasswordFlaw, shortestPassword } from "@/lib/accounts/password-rules";

/** What is wrong with a chosen password, and what to do about it. */
export const explainFlaw: Record<PasswordFlaw, string> = {
  too_short: `Make it longer: ${shortestPassword} characters or more.`,
  too_long: `Make it shorter: at most ${longestPasswordBytes} bytes, which is about as many letters.`,
  repetitive: "It repeats itself too much to be hard to guess. Use a few unrelated words.",
  predictable: "It is made of common words, your own address or keys in a row, which are guessed first. Use a few unrelated words.",
};
