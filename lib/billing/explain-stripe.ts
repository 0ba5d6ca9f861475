import Stripe from "stripe";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";

/** A failed Stripe call as a person may meet it: "unavailable", with one redacted log line. Everything else is returned as it is. */
export function explainStripe(thrown: unknown): unknown {
  if (!(thrown instanceof Stripe.errors.StripeError)) return thrown;
  log.warn("stripe refused a call", {
    type: thrown.type,
    status: thrown.statusCode ?? 0,
    code: thrown.code ?? "",
    request: thrown.requestId ?? "",
  });
  return new AppError("unavailable", { reason: "stripe" });
}
