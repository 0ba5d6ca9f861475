import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@/scripts/root";
import { withSettingsTable } from "@/scripts/settings-table";

/** Writes the settings table of README.md anew. A rule test fails while it differs from lib/base/env.ts. */
const readme = join(root, "README.md");
writeFileSync(readme, withSettingsTable(readFileSync(readme, "utf8")));
