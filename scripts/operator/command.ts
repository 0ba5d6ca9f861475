import type { Actor } from "@/lib/base/actor";

export type Host = Extract<Actor, { kind: "host" }>;

/** Every option of any command; each takes a value. */
export const flagNames = ["to", "keys-to", "from", "keys-from", "checkpoint", "key"] as const;
export type Flag = (typeof flagNames)[number];
export type Flags = Partial<Record<Flag, string>>;

export type Command = {
  /** What its arguments are, in their order. */
  takes: readonly string[];
  does: string;
  /** The options that it takes, of those that `flagNames` has; none if not given. */
  flags?: readonly Flag[];
  /** Returns what to print. */
  run: (actor: Host, first: string, second: string, flags: Flags) => Promise<string>;
};

export const day = (at: Date) => at.toISOString().slice(0, 10);
export const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
