import { severities } from "@/lib/oversight/incidents/kinds";
import { incidentStates } from "@/lib/oversight/incidents/read-incidents";
import type { ListShape } from "../list/list-shape";

const real = ["real", "drill"] as const;

/** What the list of incidents can be asked for. */
export const incidentsShape = {
  path: "/operator/incidents",
  search: null,
  sorts: { known: { label: "Known since", of: "time", descending: true } },
  filters: {
    state: { label: "State", options: incidentStates },
    severity: { label: "Severity", options: severities },
    is: { label: "Drill or not", options: real, labels: { real: "Real ones", drill: "Drills" } },
  },
} as const satisfies ListShape<"known", { state: typeof incidentStates; severity: typeof severities; is: typeof real }>;
