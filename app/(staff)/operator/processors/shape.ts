import { processorStates } from "@/lib/oversight/processors/states";
import type { ListShape } from "../list/list-shape";

const called = ["yes", "no"] as const;

/** What the register can be asked for. */
export const processorsShape = {
  path: "/operator/processors",
  search: "Name",
  sorts: {
    name: { label: "Name", of: "text", descending: false },
    since: { label: "On the list since", of: "time", descending: true },
    certificate: { label: "Certificate's last day", of: "time", descending: false },
    review: { label: "Next review", of: "time", descending: false },
  },
  filters: {
    state: {
      label: "State",
      options: processorStates,
      labels: { lacking: "Not evidenced", overdue: "Expired or overdue", withdrawn: "Off the list" },
    },
    called: { label: "Called by the software", options: called },
  },
} as const satisfies ListShape<"name" | "since" | "certificate" | "review", { state: typeof processorStates; called: typeof called }>;
