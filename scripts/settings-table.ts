import type { z } from "zod";
import { schemas } from "@/lib/base/env";

export const tableStart = "<!-- settings: made by `node scripts/run.mjs readme` from lib/base/env.ts -->";
export const tableEnd = "<!-- /settings -->";

interface Row {
  processes: string[];
  fallback: string;
  meaning: string;
}

/** The README's table: every setting of every process, in the order of the schemas, with what holds when it is not given. */
export function settingsTable(): string {
  const rows = new Map<string, Row>();
  for (const [process, schema] of Object.entries(schemas)) {
    for (const [name, field] of Object.entries<z.ZodType>(schema.shape)) {
      const row = rows.get(name);
      if (row) row.processes.push(process);
      else rows.set(name, { processes: [process], fallback: fallbackOf(field), meaning: field.description ?? "" });
    }
  }
  const everywhere = Object.keys(schemas).length;
  const lines = [...rows].map(([name, { processes, fallback, meaning }]) => {
    const where = processes.length === everywhere ? "all" : processes.join(", ");
    return `| \`${name}\` | ${where} | ${fallback} | ${meaning.replaceAll("|", "\\|")} |`;
  });
  return ["| setting | process | if not given | what it is |", "|---|---|---|---|", ...lines].join("\n");
}

/** The text with what stands between the markers replaced by today's table. @throws when a marker is missing. */
export function withSettingsTable(readme: string): string {
  const start = readme.indexOf(tableStart);
  const end = readme.indexOf(tableEnd);
  if (start < 0 || end < start) throw new Error("README.md lacks the markers of the settings table");
  return `${readme.slice(0, start + tableStart.length)}\n${settingsTable()}\n${readme.slice(end)}`;
}

function fallbackOf(field: z.ZodType): string {
  const parsed = field.safeParse(undefined);
  if (!parsed.success) return "refuses to start";
  const isEmpty = typeof parsed.data === "object" && parsed.data !== null && Object.keys(parsed.data).length === 0;
  if (parsed.data === undefined || isEmpty) return "none";
  return `\`${String(parsed.data)}\``;
}
