import Stripe from "stripe";

/** The id of the request whose failure Stripe has just repeated, because it came under the same key; null for any other outcome. */
function repeatedFailure(thrown: unknown): string | null {
  if (!(thrown instanceof Stripe.errors.StripeError) || (thrown.statusCode ?? 0) < 500) return null;
  const { "idempotent-replayed": isReplay, "original-request": original } = thrown.headers ?? {};
  return isReplay === "true" && original ? original : null;
}

/**
 * Makes a call under an idempotency key. For a day Stripe repeats what it first answered a key, a failure of its own (500) too, so that no
 * later try under this key would get past it. Such a repetition is followed by a call under a key that names the failed request: the same key
 * for whoever tries again.
 * @param make has to find by itself what the failed call may have done all the same
 * @throws what `make` throws for any other reason, a failure that is new included
 */
export async function pastFailures<T>(key: string, make: (key: string) => Promise<T>): Promise<T> {
  try {
    return await make(key);
  } catch (thrown) {
    const failed = repeatedFailure(thrown);
    if (failed === null) throw thrown;
    return await pastFailures(`after:${failed}`, make);
  }
}
