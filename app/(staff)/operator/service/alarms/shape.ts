import { type AlarmKind, alarmKinds } from "@/lib/oversight/alarms/kinds";
import type { ListShape } from "../../list/list-shape";

const states = ["open", "ended"] as const;
const kinds = Object.keys(alarmKinds) as AlarmKind[];

/** What the list of the service's alarms can be asked for. */
export const alarmsShape = {
  path: "/operator/service/alarms",
  search: null,
  sorts: {
    since: { label: "Since", of: "time", descending: true },
    ended: { label: "End", of: "time", descending: true },
  },
  filters: {
    state: { label: "State", options: states },
    kind: { label: "Alarm", options: kinds, labels: Object.fromEntries(kinds.map((kind) => [kind, alarmKinds[kind].title])) },
  },
} as const satisfies ListShape<"since" | "ended", { state: typeof states; kind: readonly AlarmKind[] }>;
