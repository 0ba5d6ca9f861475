import type { Incident } from "@/lib/oversight/incidents/read-incidents";

/** In the order in which they are told. */
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
  const order = Object.keys(names);
  return Object.entries(criteria)
    .toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .map(([name, value]) => (value === true ? (names[name] ?? name) : `${names[name] ?? name} ${value}`))
    .join(", ");
}
