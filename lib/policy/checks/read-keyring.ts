import { readKeyStatus } from "@/db/queries/key-tasks";
import { mayConnect } from "@/db/queries/looks";
import { dayMs, minuteMs, now } from "@/lib/base/clock";
import { keysDatabaseUrl } from "@/lib/base/env";
import { ageOf } from "@/lib/oversight/read-keys";
import { type Check, fails, holds, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";
import { workerParts } from "@/lib/policy/worker-parts";
import { connectionKeyDueDays, rootKeyDueDays } from "@/lib/vault/key-limits";

const everyMs = 10 * minuteMs;

export const keyringPlace: Check = {
  id: "keyring-place",
  about: "Where the keyring lies, and which users can read it",
  everyMs,
  look: async () => {
    try {
      workerParts().assertKeyring();
    } catch {
      return fails(1, "The keyring can be read by other users, or lies where copies of data or program are made.");
    }
    return holds(1, "The keyring lies outside data and program, and only the worker's user can read it.");
  },
};

/** How long after its date a key may be in use before the clause fails: the date is announced to staff, and rotating goes on meanwhile. */
const lateDays = 30;

export const rootKeyAge: Check = {
  id: "root-key-age",
  about: "How old the keys in use are",
  everyMs,
  look: async () => {
    const status = await inDatabase(readKeyStatus);
    const [current] = status?.roots ?? [];
    if (!status || !current) return unknown("The worker has not yet written down how its keys stand.");
    const days = (since: Date) => Math.floor((now().getTime() - since.getTime()) / dayMs);
    const root = days(ageOf(current).since);
    const oldest = status.oldestConnectionKeyAt ? days(status.oldestConnectionKeyAt) : 0;
    const old = [root > rootKeyDueDays + lateDays, oldest > connectionKeyDueDays + lateDays].filter(Boolean).length;
    return judge(1 + status.connectionKeys, old, {
      good: `The root key is ${root} days old, and due at ${rootKeyDueDays}; the oldest connection's key ${oldest}, and due at ${connectionKeyDueDays}. Neither is ${lateDays} days late.`,
      bad: `The root key is ${root} days old, and due at ${rootKeyDueDays}; the oldest connection's key ${oldest}, and due at ${connectionKeyDueDays}. That is more than ${lateDays} days late.`,
    });
  },
};

export const keysDatabase: Check = {
  id: "keys-database",
  about: "Who can connect to the database of wrapped keys",
  everyMs,
  look: async () => {
    const name = decodeURIComponent(new URL(keysDatabaseUrl()).pathname.slice(1));
    const rights = await inDatabase((tx) => mayConnect(tx, name));
    if (!rights) return unknown("The keys' database is on another server, whose rights the main one does not show.");
    const others = Object.values(rights).filter(Boolean).length;
    return judge(Object.keys(rights).length, others, {
      good: "Neither the website's role nor the purge's may connect to it, and not everybody may.",
      bad: "A role that has no business there may connect to it.",
    });
  },
};
