import type { Actor } from "@/lib/base/actor";

export type Host = Extract<Actor, { kind: "host" }>;

export type Command = {
  /** What its arguments are, in their order. */
  takes: readonly string[];
  does: string;
  /** Returns what to print. */
  run: (actor: Host, first: string, second: string) => Promise<string>;
};

export const day = (at: Date) => at.toISOString().slice(0, 10);
export const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
