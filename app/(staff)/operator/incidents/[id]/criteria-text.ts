import type { Incident } from "@/lib/oversight/incidents/read-incidents";

const names: Record<string, string> = {
  from: "from",
  to: "until before",
  actor: "by",
  network: "from the network",
  connectionId: "on the connection",
  platform: "on the platform",
  rootKeyId: "under the root key",
  openingsOnly: "openings of sealed logins alone",
};

/** What a question asked, in words. */
export function criteriaText(criteria: Incident["findings"][number]["criteria"]): string {
  return Object.entries(criteria)
    .map(([name, value]) => (value === true ? (names[name] ?? name) : `${names[name] ?? name} ${value}`))
    .join(", ");
}
