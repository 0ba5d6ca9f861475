import type { InputHTMLAttributes } from "react";
import type { LoginKind } from "@/lib/platforms/login-kinds";

interface FieldTexts {
  label: (platform: string) => string;
  hint?: string;
  input: InputHTMLAttributes<HTMLInputElement>;
}

interface KindTexts {
  choice: string;
  /** Why one would choose it, in one or two sentences. */
  why: (platform: string) => string;
  /** Whose login it is; not secret by itself, but sealed too. */
  who: FieldTexts;
  secret: FieldTexts;
  tooLong: string;
}

/** What the sealing form says of each kind of login, and how it asks for it. */
export const kindTexts: Record<LoginKind, KindTexts> = {
  seat: {
    choice: "With a delegated seat (safer)",
    why: (platform) =>
      `A manager or dispatcher at ${platform} gets a token that may act for you. Your password never leaves you, and the seat can be taken back at ${platform} at any time.`,
    who: {
      label: (platform) => `Your ${platform} user ID`,
      hint: "The number that stands on your own profile there, not the seat's.",
      input: { inputMode: "numeric", pattern: "[1-9][0-9]{0,14}", title: "A number, without spaces", maxLength: 15 },
    },
    secret: { label: (platform) => `${platform} seat token`, hint: "Paste it whole. It may have up to 900 characters.", input: {} },
    tooLong: "This token is too long to be sealed. Check that only the token was pasted, without any text around it.",
  },
  password: {
    choice: "With your user name and password",
    why: (platform) =>
      `Works with every account. To take it back you have to change your password at ${platform}, so choose one that you use nowhere else.`,
    who: {
      label: (platform) => `${platform} user name`,
      input: { autoCapitalize: "none", spellCheck: false, maxLength: 300 },
    },
    secret: { label: (platform) => `${platform} password`, input: { maxLength: 300 } },
    tooLong: "This login is too long to be sealed. Check what was typed or pasted.",
  },
};
