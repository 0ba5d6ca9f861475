import type { ListShape } from "../../list/list-shape";

/** What the list of those who wait for a new link can be asked for. */
export const asksShape = {
  path: "/operator/invites/asks",
  search: "E-mail address contains",
  sorts: {
    asked: { label: "Asked", of: "time", descending: false },
    email: { label: "Address", of: "text", descending: false },
  },
  filters: {},
} as const satisfies ListShape<"asked" | "email", Record<never, never>>;
