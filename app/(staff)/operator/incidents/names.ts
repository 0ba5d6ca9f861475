import type { BadgeTone } from "@/app/_ui/status-badge";
import type { Severity } from "@/lib/oversight/incidents/kinds";
import type { IncidentState } from "@/lib/oversight/incidents/read-incidents";

export const stateTones: Record<IncidentState, BadgeTone> = { open: "bad", contained: "warn", resolved: "info", closed: "good" };
export const severityTones: Record<Severity, BadgeTone> = { low: "neutral", medium: "info", high: "warn", critical: "bad" };

/** What a step of the timeline was, for its reader. */
const entryNames: Record<string, string> = {
  opened: "Opened",
  note: "Note",
  state: "Moved on",
  severity: "Severity",
  role: "Role taken",
  containment: "Containment",
  finding: "Affected members asked for",
  found: "Affected members found",
  "notice-draft": "Notice drafted",
  "notice-review": "Notice reviewed",
  "notice-sent": "Notice sent",
  authority: "Authority considered",
  filed: "Authority told",
  "not-required": "Authority need not be told",
  action: "Corrective action planned",
  "action-done": "Corrective action done",
  published: "Published",
};
export const entryName = (kind: string): string => entryNames[kind] ?? kind;

const acts: Record<string, string> = {
  stop: "stop",
  lift: "lift the stop",
  "end-sessions": "end sessions",
  rotate: "replace keys",
  block: "shut out",
};

/** The facts of a step, in plain words: codes and numbers, nothing that somebody typed. */
export function factsText(facts: Record<string, string | number | boolean>): string {
  return Object.entries(facts)
    .map(([name, value]) => {
      if (name === "act") return acts[String(value)] ?? String(value);
      if (value === true) return name === "simulated" ? "simulated: nothing was done" : name;
      return value === false ? "" : `${name} ${String(value).replaceAll("_", " ")}`;
    })
    .filter(Boolean)
    .join(" · ");
}
