import { z } from "zod";
import { everyCheck } from "@/lib/policy/controls";
import { checkedClauses } from "@/lib/policy/list-controls";
import type { ClauseId } from "@/lib/terms/policy";
import type { ListShape } from "../list/list-shape";

const results = ["fails", "unknown", "holds"] as const;

/** What the list of checks can be asked for. */
export const controlsShape = {
  path: "/operator/controls",
  search: null,
  rowName: z.enum(everyCheck.map(({ id }) => id)),
  sorts: {
    result: { label: "Result", of: "standing", descending: false },
    since: { label: "So since", of: "time", descending: true },
    looked: { label: "Looked at", of: "time", descending: true },
    about: { label: "What is looked at", of: "text", descending: false },
  },
  filters: {
    result: { label: "Result", options: results, labels: { unknown: "Not known" } },
    clause: { label: "Clause", options: checkedClauses },
  },
} as const satisfies ListShape<"result" | "since" | "looked" | "about", { result: typeof results; clause: readonly ClauseId[] }>;
