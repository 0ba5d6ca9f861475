/** An error as Stripe answers it. Thrown, nothing that the call did is kept; returned as an operation's object, all of it is. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    error: { type: string; message: string; code?: string; param?: string },
    headers: Record<string, string> = {},
  ) {
    super(error.type);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}

const invalid = "invalid_request_error";

export const refuse = {
  parameter: (message: string, param?: string, code?: string) => new StripeRefusal(400, { type: invalid, message, param, code }),
  missing: (kind: string, id: string, param = "id") =>
    new StripeRefusal(404, { type: invalid, code: "resource_missing", message: `No such ${kind}: '${id}'`, param }),
  tooManyItems: () =>
    new StripeRefusal(400, {
      type: invalid,
      message: "You can only have 250 pending invoice items. Invoice those that are pending before you add more.",
    }),
  key: (message: string) => new StripeRefusal(401, { type: invalid, message }),
  permission: () =>
    new StripeRefusal(403, { type: invalid, message: "The provided key does not have the required permissions for this endpoint." }),
  declined: () => new StripeRefusal(402, { type: "card_error", code: "card_declined", message: "Your card was declined." }),
  notHere: () => new StripeRefusal(501, { type: "api_error", message: "not in this double" }),
  broken: () => new StripeRefusal(500, { type: "api_error", message: "An unknown error occurred." }),
  keyReused: () =>
    new StripeRefusal(400, {
      type: "idempotency_error",
      message: "Keys for idempotent requests can only be used with the same parameters they were first used with.",
    }),
  keyInUse: () =>
    new StripeRefusal(409, {
      type: "idempotency_error",
      code: "idempotency_key_in_use",
      message: "There is currently another in-progress request using this Idempotent Key.",
    }),
  tooMany: (retryAfterSeconds: number) =>
    new StripeRefusal(
      429,
      { type: invalid, code: "rate_limit", message: "Request rate limit exceeded." },
      { "retry-after": String(retryAfterSeconds), "stripe-should-retry": "true" },
    ),
};
