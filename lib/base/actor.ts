/**
 * Who a transaction acts for. Every transaction names one: row security reads it, and access lines record it.
 * The kind also decides the database role, and so what the transaction may touch at all.
 */
export type Actor =
  /** Someone at the website who has not logged in. Role: web. */
  | { kind: "visitor" }
  /** Someone who names an account at the website and has not proved to hold it: a login under way, a mailed link. Role: web. */
  | { kind: "claimed"; accountId: string }
  /** A staff member at work: row security asks this session for role and second factor. Role: web. */
  | { kind: "staff"; staffId: string; sessionId: string }
  /** A logged-in account, on its own data. Role: web. */
  | { kind: "member"; accountId: string }
  /** A webhook whose signature was verified. Role: web, insert-only. */
  | { kind: "webhook"; source: "stripe" | "platform" }
  /** A job of the worker, with the account it serves where there is one. Role: worker. */
  | { kind: "system"; job: string; accountId?: string }
  /** The purge, which erases what is past its time. Role: purge. */
  | { kind: "purge" }
  /** A person with a shell on the host, through `npm run operator`. Role: worker. */
  | { kind: "host"; command: string };

export type DatabaseRole = "web" | "worker" | "purge";

export function roleOf(actor: Actor): DatabaseRole {
  if (actor.kind === "purge") return "purge";
  return actor.kind === "system" || actor.kind === "host" ? "worker" : "web";
}

/** The actor as access lines and row security know it, for example `member:018f…` or `system:confirm`. */
export function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case "visitor":
      return "visitor";
    case "claimed":
      return `claimed:${actor.accountId}`;
    case "staff":
      return `staff:${actor.staffId}`;
    case "member":
      return `member:${actor.accountId}`;
    case "webhook":
      return `webhook:${actor.source}`;
    case "system":
      return `system:${actor.job}`;
    case "purge":
      return "system:purge";
    case "host":
      return `host:${actor.command}`;
  }
}

/** The account whose rows the transaction may touch under row security; null when it serves none. */
export function accountOf(actor: Actor): string | null {
  return "accountId" in actor ? (actor.accountId ?? null) : null;
}
