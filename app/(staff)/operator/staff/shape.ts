import { roles } from "@/lib/accounts/permissions";
import type { ListShape } from "../list/list-shape";

const states = ["active", "suspended"] as const;

/** What the list of staff can be asked for. */
export const staffShape = {
  path: "/operator/staff",
  search: "E-mail address contains, or id",
  sorts: { email: { label: "Address", of: "text", descending: false }, joined: { label: "Joined", of: "time", descending: true } },
  filters: { role: { label: "Role", options: roles }, state: { label: "State", options: states } },
} as const satisfies ListShape<"email" | "joined", { role: typeof roles; state: typeof states }>;
