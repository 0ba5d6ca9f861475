import type { KeyTask } from "@/lib/oversight/read-keys";
import type { ListShape } from "../../list/list-shape";
import { kindNames } from "../task-columns";

const kinds = Object.keys(kindNames) as KeyTask["kind"][];
const states = ["open", "finished", "failed"] as const;

/** What the list of rotations and retirements can be asked for. */
export const tasksShape = {
  path: "/operator/keys/tasks",
  search: null,
  sorts: {
    asked: { label: "Asked for", of: "time", descending: true },
    keys: { label: "Keys done", of: "amount", descending: true },
  },
  filters: {
    kind: { label: "What", options: kinds, labels: kindNames },
    state: { label: "State", options: states, labels: { open: "Not finished", failed: "Finished, with keys left" } },
  },
} as const satisfies ListShape<"asked" | "keys", { kind: readonly KeyTask["kind"][]; state: typeof states }>;
