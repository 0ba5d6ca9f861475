import { blockStates, blockTargets } from "@/lib/oversight/blocks/list-blocks";
import type { ListShape } from "../list/list-shape";

/** What the list of blocks can be asked for. */
export const blocksShape = {
  path: "/operator/blocks",
  search: null,
  sorts: {
    made: { label: "Made", of: "time", descending: true },
    until: { label: "End", of: "time", descending: false },
  },
  filters: {
    state: { label: "State", options: blockStates, labels: { standing: "Stands", lifted: "Lifted", ended: "Run out" } },
    what: { label: "Of what", options: blockTargets },
  },
} as const satisfies ListShape<"made" | "until", { state: typeof blockStates; what: typeof blockTargets }>;
