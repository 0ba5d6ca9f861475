import { Notice } from "@/app/_ui/notice";
import type { SessionLoss } from "@/lib/accounts/why-session-ended";

const ifNotYou = "If you did not do that, set a new password.";

/** The same words for everybody: nothing of the account is in them. */
const texts: Record<SessionLoss, { title: string; text: string }> = {
  idle: { title: "You were logged out because nothing was done for a while", text: "Log in to go on where you were." },
  longest_time: { title: "You were logged out because your login had reached its longest time", text: "Log in to go on where you were." },
  ended_by_member: {
    title: "You were logged out from another device",
    text: `Every session can be ended under Settings, Sessions. ${ifNotYou}`,
  },
  password_changed: { title: "You were logged out because the password was changed", text: `Log in with the new one. ${ifNotYou}` },
  email_changed: { title: "You were logged out because the e-mail address was changed", text: "Log in with the address that counts now." },
  factors_changed: { title: "You were logged out because the second factors were changed", text: `Log in again. ${ifNotYou}` },
  role_changed: { title: "You were logged out because your staff role was changed", text: "Log in again to go on." },
  suspended: {
    title: "You were logged out because the account was suspended",
    text: "The mail about it says why. Logging in says what that means.",
  },
  terminated: { title: "You were logged out because the membership has ended", text: "The mail about it says why." },
  erased: { title: "You were logged out because the account was deleted", text: "Nobody can log in to it any more." },
  blocked: {
    title: "You were logged out because logins to this account are stopped for a time",
    text: "Logging in says until when, why, and what to do.",
  },
  incident: {
    title: "You were logged out because we are looking into an incident",
    text: "Log in again to go on. If your data is part of it, you are told by mail.",
  },
  restored: {
    title: "You were logged out because the service was put back from a backup",
    text: "Log in again, and look whether what you changed last is still there.",
  },
  reported: {
    title: "You were logged out because a login was reported as not the member's",
    text: "Log in again, and set a new password if somebody else may know it.",
  },
};

/** Says to whoever comes with the cookie of a session that is over why it is over. */
export function WhyEnded({ loss }: { loss: SessionLoss }) {
  const { title, text } = texts[loss];
  return (
    <Notice title={title}>
      <p>{text}</p>
    </Notice>
  );
}
