import { type Permission, permissions } from "@/lib/accounts/permissions";

const reasons: Record<string, string> = {
  already_member: "That address already has an account. Look for it under members.",
  already_invited: "That address has an open invite. Send that one again instead.",
  own_standing: "Nobody can do this to their own account. Ask another owner.",
  last_owner: "This is the last active owner. Make someone else an owner first.",
  same_role: "The account has that role already. Load the page again to see it.",
  own_act: "You did this yourself, so another has to judge it. Leave it to them.",
  same_cap: "It is that number already. Load the page again to see it.",
  file_large: "The file is larger than 64 KiB. Send it in parts.",
  file_empty: "The file has no rows. Put each address on a line of its own, below a line that says email.",
  file_head: "The first line has to name the columns, and exactly one of them has to be email.",
  file_rows: "The file has more than 500 rows. Send it in parts.",
  file_quotes: "Line {line} has a quote that does not enclose a whole cell, or a line end that is none. Mend it and send the file again.",
  file_cells: "Line {line} has more or fewer cells than the first line. Mend it and send the file again.",
  not_active: "Only an active account can have a role. Reinstate it first.",
  wrong_state: "The account is in another state by now. Load the page again to see it.",
  owner_only: "Only an owner can do this to an owner.",
  already_asked: "A reset for this account is under way already. See factor resets.",
  needs_another: "A reset needs two people, and neither may be the account itself. Ask another to confirm it.",
  nothing_to_refund: "No month of the plan was paid, so there is nothing to give back.",
  too_much: "This is more than what is left of the paid month. Load the page again to see how much that is.",
  under_way: "This is being done already. Load the page again to see it.",
  closed_already: "This is closed already. Load the page again to see by whom.",
  own_network: "Your own network lies within it: you would shut yourself out. Name a smaller one, or ask somebody who works elsewhere.",
  staff_within: "Somebody of staff is at work from within this network, and would be shut out. Name a smaller one.",
  not_a_network: "This is no IP address and no network, such as 203.0.113.7 or 203.0.113.0/24, and no account has this address.",
  too_wide: "This network is too wide. The widest that can be shut out is /16 of IPv4, or /32 of IPv6.",
  blocked_already: "It is shut out already. Lift that block first if it should last longer.",
  other_by_now: "This is settled, asked for, or another by now. Load the page again to see it.",
  incident_closed: "This incident is closed. Open another one if there is more to do.",
  not_corrected: "Not every corrective action has its test or change yet, or there is none. Add one, or finish those that are open.",
  not_filed: "An authority is still to be told, or to be decided about. Settle each before you close.",
  still_stopped: "A stop that was set for this incident still stands. Contain, on this page, names it: lift it there, then close.",
  stopped_already: "This is stopped already. Load the page again to see it.",
  announced_already: "A change of this processor is announced already. Call that one off first.",
  same_promise: "This is what is promised already, so there is nothing to announce.",
  still_called: "The software calls this processor, so it stays on the list for as long as it does.",
  settled_already: "This is settled already. Load the page again to see how.",
  nobody_affected: "The worker has found nobody yet, or is still looking. Load the page again.",
  too_many_affected: "These are too many for one act. End everyone's sessions instead.",
  no_leave: "The member gives no leave to look at the moment. Ask them to give it under Settings, Support.",
};

/** What staff read when their work is refused; null for refusals that are not theirs. */
export function staffRefusal({ reason = "", permission = "", line = "" }: Record<string, string>): string | null {
  if (Object.hasOwn(reasons, reason)) return reasons[reason]?.replace("{line}", line) ?? null;
  return isPermission(permission) ? `Your role cannot do this. ${whoMay(permission)} can.` : null;
}

function isPermission(name: string): name is Permission {
  return Object.hasOwn(permissions, name);
}

/** The roles that have a permission, as a sentence begins: "Support or owner". */
export function whoMay(permission: Permission): string {
  const names = new Intl.ListFormat("en", { type: "disjunction" }).format(permissions[permission]);
  return names.charAt(0).toUpperCase() + names.slice(1);
}
