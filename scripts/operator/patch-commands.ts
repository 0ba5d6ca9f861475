import { writeFileSync } from "node:fs";
import path from "node:path";
import { now } from "@/lib/base/clock";
import { refreshPins } from "@/lib/oversight/patches/pins";
import { readLock } from "@/lib/oversight/patches/read-lock";
import { writeBill } from "@/lib/oversight/patches/write-bill";
import { type Command, day } from "@/scripts/operator/command";
import { root } from "@/scripts/root";

const lockFile = path.join(root, "package-lock.json");

/** What there is to do about the packages that the service is made of. */
export const patchCommands = {
  bill: {
    takes: [],
    does: "print the bill of materials (CycloneDX 1.6) of package-lock.json",
    run: async () => writeBill(readLock(lockFile)).trimEnd(),
  },
  pinned: {
    takes: [],
    does: "after an update of packages: note since when each version is pinned",
    run: async () => {
      const pins = refreshPins(readLock(lockFile).direct, day(now()));
      writeFileSync(path.join(root, "lib/oversight/patches/pinned-at.json"), `${JSON.stringify(pins, null, 2)}\n`);
      return `${Object.keys(pins).length} versions are noted in lib/oversight/patches/pinned-at.json. Commit it with the lockfile.`;
    },
  },
} satisfies Record<string, Command>;
