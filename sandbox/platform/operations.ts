import type { Answer } from "@/sandbox/base/reply";
import type { Call } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import type { PlatformUser } from "@/sandbox/platform/users";

export const operations = ["token", "me", "list", "read", "assignee", "request", "withdraw", "cancel"] as const;
export type Operation = (typeof operations)[number];

export interface PlatformConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Calls a minute that all users of the client share. */
  readonly callsPerMinute: number;
}

/** What a handler gets: an authenticated user, and a transaction already open. */
export interface Asked {
  readonly store: Store;
  readonly call: Call;
  readonly user: PlatformUser;
}

export type Handler = (asked: Asked) => Answer;
