import { type AppError, type Refusal, statusOf } from "@/lib/base/errors";
import { staffRefusal } from "@/lib/web/staff-refusals";

const texts: Record<Refusal, string> = {
  invalid_input: "Some of this is not right yet. Look at the fields below.",
  not_signed_in: "You are logged out. Log in again, then repeat this.",
  wrong_credentials: "E-mail address or password is wrong. Check both and try again.",
  forbidden: "Your account cannot do this at the moment. Ask the operator who invited you.",
  foreign_origin: "This did not come from a page of this site. Open the page again and retry.",
  mfa_required: "This needs your second factor first.",
  not_found: "This does not exist, or is not yours.",
  already_taken: "This has been taken already.",
  conflict: "Something changed in the meantime. Load the page again and look before you retry.",
  dead_link: "This link no longer works. Ask for a new one.",
  too_large: "This is larger than what can be taken.",
  too_many: "Too many attempts.",
  unavailable: "A service that this needs does not answer right now. Nothing was changed; try again in a minute.",
};

const reasonTexts: Record<string, string> = {
  full: "Every place is taken at the moment. Your invitation stays as it is; open its link again later.",
  code: "This code is not right, or was used before. Check it, or wait for the next one, and try again.",
  password: "The password is wrong. Check it and try again.",
  set_up: "This set-up is too old, or was finished already. Load the page again for a new one.",
  factors_full: "You have ten factors, which is the most. Remove one first.",
  calendars_full: "You have added five calendars, which is the most. Remove one first.",
  too_many_dates: "You have saved 400 dates and stretches of time off, which is the most. Remove some first.",
  last_factor: "Your role needs a second factor. Add another one before you remove this.",
  no_factor: "Recovery codes stand in for a second factor. Add one first; the codes come with it.",
};

const passkeyTexts = {
  wrong_credentials: "This passkey was not accepted. Try again, or use another way to log in.",
  conflict: "The passkey could not be added: this page had been open too long, or the answer was sent twice. Try again.",
  already_taken: "This passkey has been added already.",
};

function waitFor(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

const closedBecause: Record<string, string> = {
  asked_by_member: "You asked for it.",
  security_concern: "There is a concern about the security of the account.",
  terms_broken: "The terms of the membership were not kept.",
  unpaid: "The plan has not been paid.",
};

const blockedBecause: Record<string, string> = {
  password_guessing: "Somebody is trying out passwords on it.",
  taken_over: "Somebody else may have got into it.",
  incident: "It is concerned by an incident that is being looked into.",
};

/** What somebody reads who has shown that an account is theirs to which logins are stopped for a time. */
function blockedAccountText({ why = "", until = "" }: Record<string, string>): string {
  const when = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(new Date(until));
  return `Logins to this account are stopped until ${when} UTC. ${blockedBecause[why] ?? ""} What Holdfast does for you goes on. To be let in sooner, write to the address in the mail that told you of it, or to the operator who invited you.`.replace(
    "  ",
    " ",
  );
}

/** What somebody reads who has shown that a closed account is theirs. Nobody logs in to one, so this and the mail are all that they get. */
function closedAccountText({ state = "", why = "" }: Record<string, string>): string {
  const because = closedBecause[why] ?? "";
  if (state !== "suspended") return `This membership has ended for good. ${because} Nobody can log in to it any more.`.replace("  ", " ");
  return `This account is suspended: nobody can log in to it, and nothing is accepted for you. ${because} A plan is not paused by that. To have it cancelled, or the suspension lifted, write to the address in the mail that told you of the suspension, or to the operator who invited you.`.replace(
    "  ",
    " ",
  );
}

/** What a person reads when something is refused: what was wrong, and what to do next. */
export function refusalText(refused: AppError): string {
  const seconds = Number(refused.facts.retryAfterSeconds);
  if (refused.refusal === "too_many" && seconds > 0) return `Too many attempts. Try again in ${waitFor(seconds)}.`;
  if (refused.facts.reason === "busy") return `Many people are here at once. Nothing was changed; try again in ${waitFor(seconds)}.`;
  if (refused.facts.reason === "passkey" && refused.refusal in passkeyTexts)
    return passkeyTexts[refused.refusal as keyof typeof passkeyTexts];
  if (refused.facts.state === "blocked") return blockedAccountText(refused.facts);
  if (refused.facts.state) return closedAccountText(refused.facts);
  if (refused.facts.reason === "already_subscribed") return "You already have a subscription. Load the page again to see it.";
  return reasonTexts[refused.facts.reason ?? ""] ?? staffRefusal(refused.facts) ?? texts[refused.refusal];
}

/** What the login page says of the refusal that next-auth's own sign-in names in the address. */
export function refusedSignIn(name: unknown): string {
  const isRefusal = typeof name === "string" && Object.hasOwn(statusOf, name);
  return texts[isRefusal ? (name as Refusal) : "wrong_credentials"];
}
