import { z } from "zod";
import { dayMs, later } from "@/lib/base/clock";
import type { LogReason } from "@/lib/oversight/log/log-reasons";
import { logReasons } from "@/lib/oversight/log/log-reasons";
import type { LogQuery } from "@/lib/oversight/log/search-log";

/** What is typed is cut and cleaned; whatever does not fit is as if it were not there. */
const text = z
  .string()
  .trim()
  .max(254)
  .catch("")
  .transform((value) => value.replace(/\p{C}/gu, ""));
/** A day as a date field gives it, at its beginning in UTC; null for anything else. */
const day = z.iso
  .date()
  .transform((value) => new Date(`${value}T00:00:00Z`))
  .nullable()
  .catch(null);

const form = z.object({
  who: text,
  whose: text,
  act: text,
  why: text,
  from: day,
  until: day,
  order: z.enum(["newest", "oldest"]).catch("newest"),
  after: z.uuid().nullable().catch(null),
  reason: z.enum(logReasons).nullable().catch(null),
});

export type Asked = { query: LogQuery; reason: LogReason | null };

/** Reads a search of the log from a page's address or a form. The last day counts whole. */
export function readQuery(given: Record<string, unknown>): Asked {
  const names = Object.keys(form.shape);
  const { reason, until, ...query } = form.parse(Object.fromEntries(names.map((name) => [name, given[name] ?? null])));
  return { query: { ...query, until: until && later(until, dayMs) }, reason };
}

const dayText = (at: Date | null) => at?.toISOString().slice(0, 10) ?? "";

/** The same search as fields of a form or an address; what is not asked for is left out. */
export function fieldsOf({ query: { from, until, after, ...texts }, reason }: Asked): Record<string, string> {
  const all = { ...texts, from: dayText(from), until: dayText(until && later(until, -dayMs)), reason: reason ?? "" };
  return Object.fromEntries(Object.entries(after ? { ...all, after } : all).filter(([, value]) => value !== ""));
}
