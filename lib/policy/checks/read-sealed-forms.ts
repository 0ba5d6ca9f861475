import { countHidden, countUnsealed, sealedAfter } from "@/db/queries/looks";
import { minuteMs } from "@/lib/base/clock";
import { type Check, counted, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";
import { readHeader } from "@/lib/vault/header";

const page = 1_000;

export const sealedCredentials: Check = {
  id: "sealed-credentials",
  about: "The form of every stored platform login: a JWE of the one algorithm and encryption, bound to its connection",
  everyMs: 10 * minuteMs,
  mostMs: 2 * minuteMs,
  look: async () => {
    let [looked, wrong, after] = [0, 0, null as string | null];
    for (;;) {
      const rows = await inDatabase((tx) => sealedAfter(tx, after, page));
      looked += rows.length;
      wrong += rows.filter(({ connectionId, jwe }) => readHeader(jwe)?.connection !== connectionId).length;
      after = rows.at(-1)?.connectionId ?? null;
      if (rows.length < page) break;
    }
    if (looked === 0) return unknown("No platform login is stored yet.");
    return judge(looked, wrong, {
      good: `Each of ${counted(looked, "stored login")} is a JWE (ECDH-ES+A256KW, A256GCM) that is bound to its connection.`,
      bad: `${wrong} of ${counted(looked, "stored login")} not a JWE of the one algorithm that is bound to its connection.`,
    });
  },
};

export const sealedSecrets: Check = {
  id: "sealed-secrets",
  about: "The form of authenticators' secrets, calendars' addresses and orders' numbers",
  everyMs: 10 * minuteMs,
  look: async () => {
    const { hidden, others } = await inDatabase(async (tx) => ({ hidden: await countHidden(tx), others: await countUnsealed(tx) }));
    const secrets = hidden.filter(({ name }) => name === "authenticator");
    const sum = (label?: string) => secrets.filter((one) => !label || one.label === label).reduce((all, { number }) => all + number, 0);
    const looked = sum() + others.values;
    if (looked === 0) return unknown("Nothing of the kind is stored yet.");
    const open = sum("not encrypted") + others.open;
    return judge(looked, open, {
      good: `Each of ${counted(looked, "value")} has the form of a ciphertext.`,
      bad: `${open} of ${counted(looked, "value")} without the form of a ciphertext.`,
    });
  },
};
