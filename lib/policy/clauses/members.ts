import { signsOfSharing } from "@/lib/policy/checks/hear-rounds";
import { passwordRules } from "@/lib/policy/checks/judge-passwords";
import { contactPage, reportPage, sessionsPage } from "@/lib/policy/checks/knock-at-pages";
import { securityTxtInTime } from "@/lib/policy/checks/read-security-txt";
import type { Commitment } from "@/lib/policy/control";

/** Sections 10 and 11: what we ask of members, and what nobody can promise. */
export const memberClauses = {
  "10a": {
    mechanism:
      "A password has at least 15 characters, and is refused when it is common, known from a breach, or made of the member's own data. Nobody is made to change one that is good.",
    limits: "That it is used nowhere else no program can see.",
    strength: "server",
    outside: "It needs an invite: the form says what it refuses, and why.",
    checks: [passwordRules],
  },
  "10b": {
    mechanism:
      "An account in use from many networks at once is noticed, and its holder is told by mail. Members see every login of theirs.",
    limits: "Signs are no proof: who travels looks like two people.",
    strength: "server",
    outside: "It cannot be seen from outside.",
    checks: [signsOfSharing],
  },
  "10c": {
    mechanism:
      "One page takes a report, with or without an account, and shows its reference and until when somebody looks at it. A mail about a new login has a link that ends it at once.",
    limits: "It works for who uses it.",
    strength: "server",
    outside: "Open /report, and /.well-known/security.txt.",
    checks: [reportPage, securityTxtInTime],
  },
  "10d": {
    mechanism:
      "Members see every session of theirs with its device, and end any or all of them with one press. A login on a device that is shared ends by itself when it is idle.",
    limits: "A device that stays unlocked meanwhile is open to whoever sits at it.",
    strength: "server",
    outside: "It needs an account: /settings/sessions.",
    checks: [sessionsPage],
  },
  "10e": {
    mechanism:
      "Members are reminded to look at their contact information, and a change of address is confirmed by the new one and can be undone from the old one.",
    limits: "Whether it is right, the member alone knows.",
    strength: "people",
    outside: "It needs an account: /settings/contact.",
    checks: [contactPage],
  },
  "11": {
    text: "This clause promises nothing, so there is nothing to look at. What each mechanism does not cover is said with its clause.",
  },
} satisfies Record<string, Commitment>;
