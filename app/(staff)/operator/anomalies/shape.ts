import { anomalyStates } from "@/lib/oversight/anomalies/read-anomalies";
import { type RuleId, ruleIds } from "@/lib/oversight/anomalies/rules";
import type { ListShape } from "../list/list-shape";
import { stateNames, titleOf } from "./texts";

const labels = { ...stateNames, waiting: "Not closed" } as const;

/** What the list of anomalies can be asked for. */
export const anomaliesShape = {
  path: "/operator/anomalies",
  search: null,
  sorts: {
    last: { label: "Last seen", of: "time", descending: true },
    found: { label: "Found", of: "time", descending: true },
  },
  filters: {
    state: { label: "State", options: anomalyStates, labels },
    rule: { label: "Rule", options: ruleIds, labels: Object.fromEntries(ruleIds.map((id) => [id, titleOf(id)])) },
  },
} as const satisfies ListShape<"last" | "found", { state: typeof anomalyStates; rule: readonly RuleId[] }>;
