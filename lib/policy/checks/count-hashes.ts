import { countHidden } from "@/db/queries/looks";
import { minuteMs } from "@/lib/base/clock";
import { parameters } from "@/lib/passwords/hash-password";
import { type Check, counted, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$$/;

/** Whether hashes of these parameters are as strong as the weakest that OWASP's Password Storage Cheat Sheet advises, which is what we use. */
function isStrong(label: string): boolean {
  const [, memory, passes, lanes] = form.exec(label) ?? [];
  return Number(memory) >= parameters.memoryCost && Number(passes) >= parameters.timeCost && Number(lanes) >= parameters.parallelism;
}

export const passwordHashes: Check = {
  id: "password-hashes",
  about: "The algorithm and parameters of every stored password hash",
  everyMs: 10 * minuteMs,
  look: async () => {
    const found = (await inDatabase(countHidden)).filter(({ name }) => name === "password");
    const all = found.reduce((sum, { number }) => sum + number, 0);
    const weak = found.filter(({ label }) => !isStrong(label)).reduce((sum, { number }) => sum + number, 0);
    if (all === 0) return unknown("No passwords yet.");
    const { memoryCost, timeCost } = parameters;
    return judge(all, weak, {
      good: `All of ${counted(all, "hash", "hashes")} argon2id with at least ${memoryCost / 1_024} MiB and ${timeCost} passes.`,
      bad: `${weak} of ${counted(all, "hash", "hashes")} below argon2id with ${memoryCost / 1_024} MiB and ${timeCost} passes.`,
    });
  },
};
