import { longestPasswordBytes, type PasswordFlaw, shortestPassword } from "@/lib/passwords/password-rules";

/** What is wrong with a chosen password, and what to do about it. */
export const explainFlaw: Record<PasswordFlaw, string> = {
  too_short: `Make it longer: ${shortestPassword} characters or more.`,
  too_long: `Make it shorter: at most ${longestPasswordBytes} bytes, which is about as many letters.`,
  common: "It is on the lists of common passwords, which are guessed first. Use a few unrelated words.",
  breached: "It is known from a data breach somewhere, so guessers have it. Choose one that you have used nowhere.",
  repetitive: "It repeats itself too much to be hard to guess. Use a few unrelated words.",
  sequential: "It is mostly letters, numbers, keys or days in a row, which are guessed first. Use a few unrelated words.",
  padded_common_word:
    "It is made of common words with little added, which is guessed early. Use a few more words that have nothing to do with each other.",
  own_data: "It is mostly your own name or address, which others know. Use words that have nothing to do with you.",
};
