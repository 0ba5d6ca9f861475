import { resolve } from "node:path";
import { exportLog } from "@/lib/audit/export-log";
import type { Command } from "@/scripts/operator/command";

/** The access log, on the host. */
export const logCommands = {
  "export-log": {
    takes: ["file"],
    does: "write the access log into a file that log:verify takes",
    run: async (actor, file) => {
      const path = resolve(file);
      await exportLog(actor, path);
      return `Wrote ${path}. Verify it with: npm run log:verify -- --dump ${path} --checkpoint FILE --key FILE`;
    },
  },
} satisfies Record<string, Command>;
