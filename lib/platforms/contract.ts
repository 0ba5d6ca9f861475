import type { PlatformId } from "@/lib/platforms/ids";
import type { LoginKind } from "@/lib/platforms/login-kinds";

/** When the work is, in UTC, and the IANA zone of its place. */
export interface WorkWindow {
  windowStart: Date;
  windowEnd: Date;
  timeZone: string;
}

/** An offer reduced to what rules need: no title, no place, no client. It lives in memory only. */
export interface ListedOffer extends WorkWindow {
  externalId: string;
  /** For the whole order as offered. */
  payCents: number;
  /** From where the platform knows the member to be; null when it does not say. */
  distanceMiles: number | null;
  type: string;
  /** `routed`: the first to accept has it. `request`: the buyer decides among those who ask. */
  kind: "routed" | "request";
}

/** Whose an order is, as the platform says at this moment, and when its work is. `gone`: the platform no longer shows it to us. */
export type OrderReading = { assignment: "gone" } | ({ assignment: "unassigned" | "ours" | "someone_else" } & WorkWindow);

/** What became of a call to accept. `unknown`: no answer proves anything; only reading the order back does. */
export type AcceptAnswer = "accepted" | "taken" | "conflict" | "unknown";

/** What a member types in: it is in the worker's memory for the length of one login. `actingUserId`: the member's own id on the platform. */
export type PlatformLogin =
  | { kind: "password"; username: string; password: string }
  | { kind: "seat"; token: string; actingUserId: string };

/** A login that the platform has taken. Its tokens live in here, in the worker's memory, and nowhere else. */
export interface PlatformSession {
  /** The member's own id on the platform. */
  readonly userId: string;
  readonly expiresAt: Date;
  listOffers(): Promise<ListedOffer[]>;
  readOrder(externalId: string): Promise<OrderReading>;
  acceptRouted(externalId: string): Promise<AcceptAnswer>;
}

export interface PlatformAdapter {
  readonly platform: PlatformId;
  /** Host, and port where it is not 443, that credentials are sealed for and sent to. */
  readonly host: string;
  /** How many calls a minute the platform bears from this service. */
  readonly callsPerMinute: number;
  /** The kinds of login that it takes; it refuses any other. */
  readonly loginKinds: readonly LoginKind[];
  /** @throws PlatformError login_refused when the platform does not take it. */
  logIn(login: PlatformLogin): Promise<PlatformSession>;
}

/**
 * Why a platform could not be used. `changed_shape`: it answered in a way that its adapter does not know, so nothing more is done.
 * Holds codes only: what a platform answers may quote an order.
 */
export class PlatformError extends Error {
  readonly kind: "login_refused" | "login_expired" | "rate_limited" | "unavailable" | "changed_shape";
  readonly retryAfterSeconds: number | null;

  constructor(kind: PlatformError["kind"], retryAfterSeconds: number | null = null) {
    super(kind);
    this.name = "PlatformError";
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
