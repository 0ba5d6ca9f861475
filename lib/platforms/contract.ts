import type { Destination } from "@/lib/outbound/destination";
import type { PlatformId } from "@/lib/platforms/ids";
import type { LoginKind } from "@/lib/platforms/login-kinds";

/** When the work is, in UTC, and the IANA zone of its place. */
export interface WorkWindow {
  windowStart: Date;
  windowEnd: Date;
  timeZone: string;
}

/** How an offer pays. `rateCents`: for an hour, for a device, for an hour at the first of two rates, or, when `fixed`, for the whole order. */
export interface OfferPay {
  kind: "fixed" | "hourly" | "device" | "blended";
  rateCents: number;
}

/** An offer reduced to what rules need: no place, no client. It lives in memory only. */
export interface ListedOffer extends WorkWindow {
  externalId: string;
  /** For the whole order as offered. */
  payCents: number;
  pay: OfferPay;
  /** Hours of work as the buyer estimates them; those of the window where the platform says no more. */
  hours: number;
  /** Title and description in lower case, for rules that look for words; null unless they were asked for. Never kept, logged or sent. */
  text: string | null;
  /** From where the platform knows the member to be; null when it does not say. */
  distanceMiles: number | null;
  type: string;
  /** `routed`: the first to accept has it. `request`: the buyer decides among those who ask. */
  kind: "routed" | "request";
}

/**
 * Whose an order is, as the platform says at this moment, and when its work now is. `gone`: the platform no longer shows it to us, or not
 * as something that a rule could judge. `cancelled`: the buyer has called it off. `requestedByUs`: the id of the member's own request
 * that stands. `offer`: what is on offer now, without its text.
 */
export type OrderReading =
  | { assignment: "gone" | "cancelled" }
  | ({ assignment: "unassigned"; requestedByUs: string | null; offer: ListedOffer } & WorkWindow)
  | ({ assignment: "ours" | "someone_else" } & WorkWindow);

/** An order that is the member's on the platform, however it became so. */
export interface AssignedOrder extends WorkWindow {
  externalId: string;
}

/** What became of a call to accept. `unknown`: no answer proves anything; only reading the order back does. */
export type AcceptAnswer = "accepted" | "taken" | "conflict" | "unknown";

/** What became of asking the buyer for an order. `accepted`: the request stands under `requestId`, and the buyer decides. */
export interface RequestAnswer {
  answer: AcceptAnswer;
  requestId: string | null;
}

/** `gone`: there is no such request any more, be it denied, expired or granted: the order says which. */
export type WithdrawAnswer = "withdrawn" | "gone" | "unknown";

/** What a member types in: it is in the worker's memory for the length of one login. `actingUserId`: the member's own id on the platform. */
export type PlatformLogin =
  | { kind: "password"; username: string; password: string }
  | { kind: "seat"; token: string; actingUserId: string };

/** A login that the platform has taken. Its tokens live in here, in the worker's memory, and nowhere else. */
export interface PlatformSession {
  /** The member's own id on the platform. */
  readonly userId: string;
  readonly expiresAt: Date;
  /** @param options.withText whether titles and descriptions are asked for; without it the platform is not asked for them. */
  listOffers(options: { withText: boolean }): Promise<ListedOffer[]>;
  /** The orders that are the member's: the time that the platform itself knows to be taken. */
  listAssigned(): Promise<AssignedOrder[]>;
  readOrder(externalId: string): Promise<OrderReading>;
  acceptRouted(externalId: string): Promise<AcceptAnswer>;
  /**
   * Asks the buyer for an order of kind `request`, to be done within `window`. It tells the time and nothing of the member.
   * @param expiresAt when the request ends by itself
   * @throws Error where the platform takes no requests: it lists no offer of that kind
   */
  requestOrder(externalId: string, window: WorkWindow, expiresAt: Date): Promise<RequestAnswer>;
  /** @throws Error where the platform takes no requests */
  withdrawRequest(externalId: string, requestId: string): Promise<WithdrawAnswer>;
}

export interface PlatformAdapter {
  readonly platform: PlatformId;
  /** Host, and port where it is not 443, that credentials are sealed for and sent to. */
  readonly host: string;
  /** Where its calls go: each of its hosts once. */
  readonly destinations: readonly Destination[];
  /** How many calls a minute the platform bears from this service. */
  readonly callsPerMinute: number;
  /** The kinds of login that it takes; it refuses any other. */
  readonly loginKinds: readonly LoginKind[];
  /** Whether it has orders that a buyer assigns among those who ask. */
  readonly takesRequests: boolean;
  /** How many hours before its start an order may still be given back without a mark against the member; null when that is not known. */
  readonly withdrawalFreeHours: number | null;
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
