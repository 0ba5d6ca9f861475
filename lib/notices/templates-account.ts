import { z } from "zod";
import type { LoginSeen } from "@/lib/notices/describe-login";
import { day, linkOf, moment, none, template } from "@/lib/notices/template";

const notYou = "If this was not you, set a new password at once, and tell the operator who invited you.";

const seen = (login: LoginSeen | null) =>
  login
    ? `${login.device}, from the network ${login.network}, on ${moment(login.at.toISOString(), login.timeZone)}`
    : "a browser in which you had not logged in before";

const factorKind = z.enum(["totp", "passkey"]);
const factorNames = { totp: "An authenticator app", passkey: "A passkey" } as const;

/** The mails about an account itself: its logins, its password, its address, its end. */
export const accountTemplates = {
  "new-device": template(none, (_, around) => {
    const { url, expiresAt } = linkOf(around);
    return {
      subject: "A login from a new device",
      paragraphs: [
        `Someone logged in to your Holdfast account from a device that we had not seen before: ${seen(around.login)}.`,
        "If it was you, you need not do anything.",
        `If it was not you, open the link below and say so. It works once, until ${day(expiresAt.toISOString())}: it logs every device out, stops automatic acceptance on all your connections, tells the operator, and leads you to a new password.`,
      ],
      action: { label: "This was not me", url },
    };
  }),
  "many-networks": template(z.object({ networks: z.number() }), ({ networks }, { site }) => ({
    subject: "Your account is in use from several networks at once",
    paragraphs: [
      `Your Holdfast account is being used from ${networks} networks at the same time. A phone away from home is one of its own, so it may well be you.`,
      "If you have given your password to somebody, the policy asks you not to: log their devices out and set a new one. If you do not know a device, say that it is not yours.",
    ],
    action: { label: "See your devices", url: `${site}/settings/sessions` },
  })),
  "password-reset": template(none, (_, around) => {
    const { url } = linkOf(around);
    return {
      subject: "Set a new password for Holdfast",
      paragraphs: [
        "Somebody, probably you, has asked for a link to set a new password. It works once, for 30 minutes from when it was asked for. Asking again makes this link worthless.",
        "Setting a new password logs every device out. A second factor stays as it is, and is still asked for at the next login.",
      ],
      action: { label: "Set a new password", url },
      closing: "If it was not you, you need not do anything: without this link nothing changes.",
    };
  }),
  "password-changed": template(none, (_, { site }) => ({
    subject: "Your Holdfast password was changed",
    paragraphs: [
      "The password of your account was changed just now, and every other device was logged out.",
      "If it was you, all is well. If not, set a new one with the link below, which asks for your address and sends you a mail.",
    ],
    action: { label: "Set a new password", url: `${site}/forgot` },
  })),
  "email-confirm": template(none, (_, around) => {
    const { url } = linkOf(around);
    return {
      subject: "Confirm your new address for Holdfast",
      paragraphs: [
        "Somebody, probably you, wants to use this address for an account at Holdfast. It becomes the account's address when you confirm it.",
        "The link works once, for 24 hours. The address that the account has had is told of the change.",
      ],
      action: { label: "Confirm this address", url },
      closing: "If it was not you, you need not do anything: without this link nothing changes.",
    };
  }),
  "email-changed": template(none, (_, around) => {
    const { url, expiresAt } = linkOf(around);
    return {
      subject: "Your Holdfast account has a new address",
      paragraphs: [
        "Your account uses another e-mail address from now on. This mail is the last that goes to this one.",
        `If it was not you, take the change back: until ${day(expiresAt.toISOString())} the link below gives the account back to this address, logs every device out and has you set a new password.`,
      ],
      action: { label: "Take the change back", url },
      closing: "If it was you, you need not do anything.",
    };
  }),
  "email-restored": template(z.object({ factors: z.number().int().min(0) }), ({ factors }, around) => {
    const { url } = linkOf(around);
    return {
      subject: "Your Holdfast account has its address back",
      paragraphs: [
        "The change of your address was taken back. Every device is logged out and the password no longer works, because whoever changed the address may know it.",
        ...(factors > 0 ? ["Second factors that were added since then have been removed, for they may be that person's."] : []),
        "Set a new one with the link below. It works once, for 30 minutes; after that, ask for another on the login page.",
      ],
      action: { label: "Set a new password", url },
      closing: notYou,
    };
  }),
  "factor-added": template(z.object({ kind: factorKind }), ({ kind }, { site }) => ({
    subject: "A second factor was added to your Holdfast account",
    paragraphs: [
      `${factorNames[kind]} was added to your account just now. It can be asked for at the next login, beside your password.`,
      "Keep your recovery codes where you find them without your phone: they let you in if you lose it.",
    ],
    action: { label: "See your second factors", url: `${site}/settings/security` },
    closing: notYou,
  })),
  "factor-removed": template(z.object({ kind: factorKind, left: z.number().int() }), ({ kind, left }, { site }) => ({
    subject: "A second factor was removed from your Holdfast account",
    paragraphs: [
      `${factorNames[kind]} was removed from your account just now, and every other device was logged out.`,
      left === 0
        ? "It was the last one: your password alone logs in from now on, and your recovery codes no longer work."
        : "Logging in still needs one of your other factors.",
    ],
    action: { label: "See your second factors", url: `${site}/settings/security` },
    closing: notYou,
  })),
  "recovery-codes-made": template(none, (_, { site }) => ({
    subject: "New recovery codes for your Holdfast account",
    paragraphs: ["New recovery codes were made for your account just now. The earlier ones no longer work."],
    action: { label: "See your second factors", url: `${site}/settings/security` },
    closing: notYou,
  })),
  "recovery-code-used": template(z.object({ left: z.number().int() }), ({ left }, { site }) => ({
    subject: "A recovery code of your Holdfast account was used",
    paragraphs: [
      `One of your recovery codes was used just now in the place of your second factor. It does not work again; ${left === 1 ? "1 code is" : `${left} codes are`} left.`,
      "If you lost your phone or security key, remove it from your account and add the new one.",
    ],
    action: { label: "See your second factors", url: `${site}/settings/security` },
    closing: notYou,
  })),
  "account-erased": template(none, () => ({
    subject: "Your Holdfast account is being deleted",
    paragraphs: [
      "Your account was deleted, as you asked. Your plan is being cancelled, the keys of your platform logins are being destroyed, and your data is erased within minutes, except for the billing records that the law has us keep.",
      "If accepted work orders were on no invoice yet, a last invoice bills them, and one more mail tells you of it. Nothing else comes from us. You can be invited again.",
    ],
    closing: "If this was not you, tell the operator who invited you.",
  })),
};
