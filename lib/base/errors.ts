/** Every expected refusal and the HTTP status that it answers with. */
export const statusOf = {
  invalid_input: 400,
  not_signed_in: 401,
  wrong_credentials: 401,
  forbidden: 403,
  foreign_origin: 403,
  mfa_required: 403,
  not_found: 404,
  already_taken: 409,
  conflict: 409,
  dead_link: 410,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
} as const;

export type Refusal = keyof typeof statusOf;

/**
 * An expected refusal: "no, and here is why". Anything else thrown is a bug: logged, and shown as "something went wrong".
 * `facts` hold ids, numbers and field names for the page and the log, never secrets or what a person typed.
 */
export class AppError extends Error {
  readonly refusal: Refusal;
  readonly facts: Record<string, string>;

  constructor(refusal: Refusal, facts: Record<string, string> = {}) {
    super(refusal);
    this.name = "AppError";
    this.refusal = refusal;
    this.facts = facts;
  }

  get status(): number {
    return statusOf[this.refusal];
  }
}
