import { differenceKinds } from "@/lib/billing/difference-kinds";
import type { ListShape } from "../../list/list-shape";
import { kindTexts } from "../texts";

const states = ["open", "repaired", "set_aside", "gone"] as const;

/** What the list of differences can be asked for. */
export const differencesShape = {
  path: "/operator/money/differences",
  search: null,
  sorts: { found: { label: "Found", of: "time", descending: true }, amount: { label: "Amount", of: "amount", descending: true } },
  filters: {
    state: { label: "State", options: states, labels: { set_aside: "Set aside", gone: "Gone by itself" } },
    kind: { label: "What differs", options: differenceKinds, labels: kindTexts },
  },
} as const satisfies ListShape<"found" | "amount", { state: typeof states; kind: typeof differenceKinds }>;
