import { AppError } from "@/lib/base/errors";
import { isFlaw } from "@/lib/passwords/password-rules";
import { explainFlaw } from "./explain-flaw";

/** What was thrown, or in the place of a password's refusal one that the form shows at its field. */
export function passwordRefusal(thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const { flaw } = thrown.facts;
  if (!flaw || !isFlaw(flaw)) return thrown;
  return new AppError("invalid_input", { fields: JSON.stringify({ password: explainFlaw[flaw] }) });
}
