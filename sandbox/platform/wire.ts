/**
 * Where we know a part of the wire from. Documented: the platform's own developer pages. Observed: programs that providers use, and
 * the platform's own mobile application. Assumed: neither; our best guess, to be settled with the platform before a live connection.
 */
export type Source = "documented" | "observed" | "assumed";

export type Fields = Readonly<Record<string, readonly [source: Source, note?: string]>>;

export interface WireCall {
  readonly call: string;
  readonly source: Source;
  readonly takes: string;
  readonly answers: readonly (readonly [status: string, meaning: string, source: Source])[];
}

const api = "/api/rest/v2";

/** What every call may be answered besides its own replies. */
export const anyReply: WireCall["answers"] = [
  ["401, empty", "the login has ended, or never was", "observed"],
  ["302 to /login, then 200 HTML", "the login has ended", "observed"],
  ["404", "no such order, or not this login's to see", "documented"],
  ["409 `RESOURCE_CONFLICT`, `REFRESH_STATE`", "the order has changed since it was read", "documented"],
  ["409 `RESOURCE_CONFLICT`, `FIX_INPUT`", "the order's state does not allow this", "documented"],
  ["429 with `Retry-After`", "the budget that all users of one client share is used up", "documented"],
  ["503 with `Retry-After`", "the platform is out of service", "assumed"],
];

export const calls: readonly WireCall[] = [
  {
    call: "POST /authentication/api/oauth/token",
    source: "documented",
    takes: "`grant_type=password`, `client_id`, `client_secret`, `username`, `password`; as JSON or as a form",
    answers: [
      ["200", "tokens; the access token goes into the query of every call, or a bearer header", "documented"],
      ["401 problem", "the client, the username or the password is wrong", "assumed"],
    ],
  },
  {
    call: "POST /authentication/api/oauth/token (refresh)",
    source: "observed",
    takes: "`grant_type=refresh_token`, `refresh_token`; the older pages say that there is no refreshing",
    answers: [
      ["200", "new tokens; the refresh token works once", "assumed"],
      ["401 problem", "the refresh token is unknown or used", "assumed"],
    ],
  },
  {
    call: "Any call below, by a delegated seat",
    source: "assumed",
    takes:
      "`access_token` of a manager's or dispatcher's seat, and `acting_user_id`: for whom the seat acts. That there are such seats is known; on which calls they may act is to be settled with the platform",
    answers: [
      ["as for that user's own login", "the seat may act for that user", "assumed"],
      ["401, empty", "the seat was revoked, or never was", "assumed"],
      ["403 problem", "the seat may not act for that user, or no user is named", "assumed"],
    ],
  },
  {
    call: `GET ${api}/users/me`,
    source: "assumed",
    takes: "nothing",
    answers: [["200", "the login's own user; for a seat, the user it acts for", "assumed"]],
  },
  {
    call: `GET ${api}/workorders?list=workorders_available`,
    source: "observed",
    takes: "`columns` (top-level fields), `page`, `per_page` (up to 100), `sticky`",
    answers: [["200", "one page of what is on offer to this login", "observed"]],
  },
  {
    call: `GET ${api}/workorders?list=workorders_assigned`,
    source: "assumed",
    takes: "the same",
    answers: [["200", "one page of what is assigned to this login", "assumed"]],
  },
  {
    call: `GET ${api}/workorders/{id}`,
    source: "documented",
    takes: "nothing; every field comes back, whatever was asked for",
    answers: [
      ["200", "the order", "documented"],
      ["200 with `status.name` Cancelled", "its buyer called it off; whoever could read it before reads this, its assignee too", "assumed"],
    ],
  },
  {
    call: `POST ${api}/workorders/{id}/assignee`,
    source: "observed",
    takes: "`{ user: { id } }`; documented for buyers, used by providers on themselves for routed orders",
    answers: [
      ["200", "assigned to the caller; the same again for the same caller", "observed"],
      ["401 with `extra.work_order.unavailable: true`", "somebody else has it, or it was cancelled; the login is well", "observed"],
      ["403", "the id is not the caller's", "assumed"],
    ],
  },
  {
    call: `POST ${api}/workorders/{id}/requests`,
    source: "observed",
    takes:
      "`{ eta: { start: { local }, hour_estimate }, notes, expires }`; the buyer decides. That `expires` is an instant in UTC, and that `notes` may be left out, as it is, is assumed",
    answers: [
      ["201", "a request that waits for the buyer", "observed"],
      ["200", "the request of the same login that stands already", "assumed"],
      ["401 with `extra.work_order.unavailable: true`", "somebody else has it, or it was cancelled", "observed"],
    ],
  },
  {
    call: `DELETE ${api}/workorders/{id}/requests/{rid}`,
    source: "documented",
    takes: "nothing; documented for buyers who deny a request",
    answers: [
      ["204", "withdrawn", "assumed"],
      ["404", "no request of this login stands under that id: it was withdrawn, denied or granted, or its time is over", "assumed"],
    ],
  },
  {
    call: `POST ${api}/workorders/{id}/provider/cancel`,
    source: "documented",
    takes: "`{ reason, reason_id, note }`. That it leaves no mark on the provider up to 24 hours before the start is assumed",
    answers: [["200", "the order, on offer again with `sub_status: assigned_cancelled`", "assumed"]],
  },
];

export const tokenFields: Fields = {
  access_token: ["documented"],
  expires_in: ["documented", "3600 seconds"],
  token_type: ["documented", "`Bearer`"],
  scope: ["documented"],
  refresh_token: ["documented"],
  "user.id": ["assumed", "that there is a `user` is documented, what is in it is not"],
  "user.first_name": ["assumed"],
  "user.last_name": ["assumed"],
};

/** What a delegated seat adds to a call's query. */
export const seatParameters: Fields = {
  access_token: ["assumed", "the seat's own token; it works until it is revoked, and there is nothing to renew"],
  acting_user_id: ["assumed", "the number of the user for whom the call is made"],
};

export const meFields: Fields = { id: ["assumed"], first_name: ["assumed"], last_name: ["assumed"], username: ["assumed"] };

export const listFields: Fields = {
  "metadata.total": ["observed"],
  "metadata.page": ["observed"],
  "metadata.pages": ["observed"],
  "metadata.per_page": ["observed"],
  "metadata.list": ["observed"],
  results: ["observed", "orders, see below"],
};

export const assigneeFields: Fields = {
  work_order_id: ["observed"],
  status_id: ["observed"],
  role: ["observed"],
  "user.id": ["observed"],
  "user.first_name": ["assumed"],
  "user.last_name": ["assumed"],
};

export const requestFields: Fields = {
  id: ["documented"],
  "user.id": ["documented"],
  status: ["documented", "`pending`"],
  counter_offer: ["documented"],
  "created.utc": ["documented"],
};

export const problemFields: Fields = {
  type: ["documented", "RFC 9457"],
  title: ["documented"],
  status: ["documented"],
  detail: ["documented"],
  code: ["documented", "the codes for 400 and 503 are assumed"],
  retryable: ["documented"],
  correlationId: ["documented"],
  "agent.action": ["documented", "`RETRY`, `REFRESH_STATE`, `FIX_INPUT`, `REAUTHENTICATE`, `ESCALATE`"],
  "agent.backoffMs": ["documented", "with `RETRY` only"],
  "agent.maxAttempts": ["documented", "with `RETRY` only"],
  errors: ["documented"],
  "extra.work_order.unavailable": ["observed", "only when the order is taken"],
};
