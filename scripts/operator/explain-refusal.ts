import { roles } from "@/lib/accounts/permissions";
import type { AppError } from "@/lib/base/errors";
import { platformIds } from "@/lib/platforms/ids";

const reasons: Record<string, string> = {
  already_member: "That address already has an account.",
  no_account: "No account has that address.",
  last_owner: "That is the last active owner. Make someone else an owner first.",
  same_role: "The account has that role already.",
  not_active: "Only an active account can have a role. Reinstate it first.",
  wrong_state: "The account is not in a state in which this can be done.",
  already_asked: "A reset of that account's factors is under way already. An owner can cancel it under /operator/resets.",
  others_can: "There are two others who can do this: one asks for it on the member's page under /operator/members, another confirms it.",
  blocked_already: "It is shut out already. See: npm run operator -- blocks",
  staff_within: "Somebody of staff is at work from within that network. Name a smaller one.",
  not_a_network: "That is no network, no IP address and no account's address.",
  too_wide: "That network is too wide: the widest is /16 of IPv4, or /32 of IPv6.",
  already_invited: "That address has an open invite. To send its link again: npm run operator -- resend",
};

/** A refusal in plain words, with what to do next. */
export function explainRefusal({ refusal, facts }: AppError, argument: string): string {
  const known = reasons[facts.reason ?? ""];
  if (known) return facts.inviteId ? `${known} ${facts.inviteId}` : known;
  if (refusal === "invalid_input")
    return `"${argument}" will not do: ${facts.field === "role" ? `it is no role; there is none, ${roles.join(", ")}` : facts.field === "email" ? "it is not an e-mail address" : "it is not known"}.`;
  if (facts.platform) return `There is no platform called "${facts.platform}". There is: ${platformIds.join(", ")}.`;
  if (refusal === "not_found") return `There is no open invite of "${argument}". See: npm run operator -- invites`;
  return `Refused: ${refusal.replaceAll("_", " ")}.`;
}
