import type { AppError } from "@/lib/base/errors";
import { platformIds } from "@/lib/platforms/ids";

const reasons: Record<string, string> = {
  already_member: "That address already has an account.",
  already_invited: "That address has an open invite. To send its link again: npm run operator -- resend",
};

/** A refusal in plain words, with what to do next. */
export function explainRefusal({ refusal, facts }: AppError, argument: string): string {
  const known = reasons[facts.reason ?? ""];
  if (known) return facts.inviteId ? `${known} ${facts.inviteId}` : known;
  if (refusal === "invalid_input")
    return `"${argument}" will not do: ${facts.field === "email" ? "it is not an e-mail address" : "it is not known"}.`;
  if (facts.platform) return `There is no platform called "${facts.platform}". There is: ${platformIds.join(", ")}.`;
  if (refusal === "not_found") return `There is no open invite of "${argument}". See: npm run operator -- invites`;
  return `Refused: ${refusal.replaceAll("_", " ")}.`;
}
