import type { SignKind } from "@/lib/oversight/anomalies/signs";
import type { IncidentKind } from "@/lib/oversight/incidents/kinds";

/** What can be told of the signs of one group within a rule's window. */
export const measures = {
  count: "how many there were",
  networks: "from how many networks",
  objects: "at how many different targets",
  perObject: "how many at each target",
  perLogin: "how many for each login that went well",
  failedShare: "the share that failed, in percent",
  failedShareBefore: "the share that failed in the hour before, in percent",
} as const;
export type Measure = keyof typeof measures;

export type Condition = { measure: Measure; atLeast: number } | { measure: Measure; atMost: number };

export interface Rule {
  severity: "high" | "medium" | "low";
  of: SignKind;
  /** Signs count together that have this in common; with "all", every one. */
  per: "network" | "subject" | "object" | "all";
  windowMinutes: number;
  /** All of them have to hold. The first is what the rule is about. */
  when: readonly [Condition, ...Condition[]];
  title: string;
  /** Why it matters. */
  why: string;
  /** What to do, in order: the runbook's steps. */
  steps: readonly string[];
  /** The section of the data security policy that it serves. */
  clause: string;
  /** What an incident is about that is opened from it. */
  incident: IncidentKind;
}

/** Every rule by which something is anomalous, with its thresholds (clause 5b). docs/operations/runbooks has a page for each, by its id. */
export const rules = {
  "credential-stuffing": {
    severity: "high",
    of: "login_failed",
    per: "network",
    windowMinutes: 10,
    when: [
      { measure: "objects", atLeast: 10 },
      { measure: "count", atLeast: 12 },
    ],
    title: "One network tries the passwords of many accounts",
    why: "Passwords that leaked elsewhere are tried here one after the other. Whoever uses one twice is at risk, throttle or not.",
    steps: [
      "Shut the network out for a day.",
      "Look whether a login from it went well meanwhile: its session list and its access log say so.",
      "Where one did, shut that account out, reach its holder and open an incident.",
    ],
    clause: "4d",
    incident: "attack",
  },
  "password-spraying": {
    severity: "high",
    of: "login_failed",
    per: "all",
    windowMinutes: 60,
    when: [
      { measure: "objects", atLeast: 40 },
      { measure: "networks", atLeast: 15 },
      { measure: "perObject", atMost: 4 },
      { measure: "perLogin", atLeast: 2 },
    ],
    title: "Many accounts are tried a few times each, from many networks",
    why: "A few common passwords are tried on every account from rented addresses, so that no single throttle is reached.",
    steps: [
      "Look at the networks that are named, and shut out those that belong to hosting companies.",
      "Look for logins that went well from any of them, and treat those accounts as taken over.",
      "If it goes on, tell members to set up a second factor: it makes the passwords worthless.",
    ],
    clause: "4d",
    incident: "attack",
  },
  "staff-new-place": {
    severity: "high",
    of: "staff_new_place",
    per: "subject",
    windowMinutes: 60,
    when: [{ measure: "count", atLeast: 1 }],
    title: "Somebody of staff has logged in from a new browser or network",
    why: "A staff login reaches other people's data. A new place is mostly a new laptop or a journey, and now and then a thief.",
    steps: [
      "Ask the person, by a way that is not this account, whether it was them.",
      "If it was not: shut the account out, end its sessions and open an incident.",
      "If it was: close it, and note what they said.",
    ],
    clause: "3b",
    incident: "stolen_login",
  },
  "used-from-many-networks": {
    severity: "low",
    of: "in_use",
    per: "subject",
    windowMinutes: 15,
    when: [{ measure: "networks", atLeast: 4 }],
    title: "One account is in use from several networks at once",
    why: "It may be shared, which the policy asks members not to do, or somebody else may have its password. The member is told too.",
    steps: [
      "Reach the member and ask which devices are theirs.",
      "If they do not know one: have them end that session and set a new password, or shut the account out until they can.",
      "If they share it: remind them of the policy, and invite the other person by themselves.",
    ],
    clause: "10b",
    incident: "stolen_login",
  },
  "burst-of-refusals": {
    severity: "medium",
    of: "refused",
    per: "subject",
    windowMinutes: 10,
    when: [{ measure: "count", atLeast: 20 }],
    title: "A logged-in account asks again and again for what is not its own",
    why: "Each try was refused. So many of them look like somebody, or a program, who searches for a gap.",
    steps: [
      "Look at the account: whose it is, since when, from which networks.",
      "Shut it out if nobody explains it, and reach its holder.",
      "Look in the log for what was tried, by the requests' ids, and test that very thing yourself.",
    ],
    clause: "3c",
    incident: "unauthorised_access",
  },
  "mass-reads": {
    severity: "high",
    of: "staff_read",
    per: "subject",
    windowMinutes: 60,
    when: [{ measure: "objects", atLeast: 40 }],
    title: "Somebody of staff looks at very many members",
    why: "Support looks at a few members an hour. Very many are a list being made, by the person or by whoever has their session.",
    steps: [
      "Ask the person why, and compare it with the reasons in the access log.",
      "If there is none: shut the account out, and open an incident with every member that was looked at.",
      "Have the accesses judged in the next review.",
    ],
    clause: "3a",
    incident: "staff_misuse",
  },
  "many-openings": {
    severity: "high",
    of: "opening",
    per: "object",
    windowMinutes: 10,
    when: [{ measure: "count", atLeast: 15 }],
    title: "One sealed login is opened again and again",
    why: "A login is opened once for many calls. Opening it again and again is a loop at best, and at worst somebody at the vault.",
    steps: [
      "Look at the reasons of its openings, and at the worker's log of the same minutes.",
      "If no job explains them: open an incident and freeze the vault from it. The member can read these openings too.",
      "When it is known what opened it, lift the freeze, replace every connection's key, and ask the member to change their platform password.",
    ],
    clause: "2.2b",
    incident: "credential_exposure",
  },
  "odd-opening": {
    severity: "high",
    of: "odd_opening",
    per: "object",
    windowMinutes: 60,
    when: [{ measure: "count", atLeast: 1 }],
    title: "A sealed login was opened by a job, or for a reason, that opens none",
    why: "Only a few jobs open logins, each for reasons that are known. Anything else has no business in the vault.",
    steps: [
      "Find the line in the access log: its actor, its reason and its minute.",
      "Stop the worker that did it, and keep its log.",
      "Open an incident, replace every connection's key from it, and tell the member.",
    ],
    clause: "2.2b",
    incident: "credential_exposure",
  },
  "forged-webhooks": {
    severity: "medium",
    of: "webhook_refused",
    per: "object",
    windowMinutes: 10,
    when: [{ measure: "count", atLeast: 15 }],
    title: "Messages to a webhook are not signed as they should be",
    why: "Somebody tries to pass for Stripe or a platform; or our secret and theirs differ, and true messages are lost.",
    steps: [
      "Look at the sender's own page of deliveries: if they fail there, our secret is out of date. Set the new one beside the old.",
      "If they do not fail there, the messages are forged. They changed nothing; the signature keeps them out.",
      "Missing events of Stripe are fetched each hour. Ask a platform to send its own again.",
    ],
    clause: "6a",
    incident: "attack",
  },
  "limits-saturated": {
    severity: "medium",
    of: "limited",
    per: "all",
    windowMinutes: 5,
    when: [{ measure: "count", atLeast: 500 }],
    title: "Very many requests are beyond the limits",
    why: "Somebody floods the service, or a limit is too low for the people who share a network.",
    steps: [
      "Look at the networks that are named. One of them alone: shut it out for an hour.",
      "If it is an office or a carrier: raise REQUESTS_PER_MINUTE.",
      "If there are very many: have the proxy or the host in front filter them.",
    ],
    clause: "5b",
    incident: "attack",
  },
  "platform-falls": {
    severity: "medium",
    of: "call",
    per: "object",
    windowMinutes: 15,
    when: [
      { measure: "failedShare", atLeast: 50 },
      { measure: "count", atLeast: 20 },
      { measure: "failedShareBefore", atMost: 20 },
    ],
    title: "Most calls to a platform fail, which went well until now",
    why: "The platform is down, has changed, or has shut us out. Until it is known which, offers are missed.",
    steps: [
      "Look at the platform's status page, and at the worker's log for how its calls fail.",
      "If its answers have changed: forbid it on the host until its adapter is mended.",
      "Tell the members who are connected to it, if it lasts.",
    ],
    clause: "1",
    incident: "platform",
  },
  "mass-lists": {
    severity: "medium",
    of: "staff_listed",
    per: "subject",
    windowMinutes: 60,
    when: [{ measure: "count", atLeast: 500 }],
    title: "Somebody of staff takes lists of very many members",
    why: "A list shows a page of members, an export all of them. Who pages through everything, or takes a file of it, takes it along.",
    steps: [
      "Find the export or the lists in the access log, with the reason that was given, and ask the person.",
      "If nobody explains it: shut the account out, and open an incident with every member who was listed.",
      "Have the accesses judged in the next review.",
    ],
    clause: "3a",
    incident: "staff_misuse",
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
export const ruleIds = Object.keys(rules) as RuleId[];
export const ruleOf = (id: string): Rule | null => (Object.hasOwn(rules, id) ? rules[id as RuleId] : null);

/** Signs are looked at for as long as the longest window, and the hour before that one rule compares with. */
export const lookBackMinutes = 60 + 15;
