import type { BadgeTone } from "@/app/_ui/status-badge";
import type { ListedMember } from "@/lib/accounts/list-members";
import { roles } from "@/lib/accounts/permissions";
import type { ListShape } from "../list/list-shape";

const states = ["active", "suspended", "terminated", "erased"] as const;
export const stateTones: Record<ListedMember["state"], BadgeTone> = {
  active: "good",
  suspended: "warn",
  terminated: "bad",
  erased: "neutral",
};

/** What the list of members can be asked for. */
export const membersShape = {
  path: "/operator/members",
  search: "E-mail address contains, or id",
  sorts: { joined: { label: "Joined", of: "time", descending: true }, email: { label: "Address", of: "text", descending: false } },
  filters: {
    state: { label: "State", options: states },
    role: { label: "Role", options: ["member", "staff", ...roles], labels: { member: "Without a role", staff: "Any role" } },
  },
} as const satisfies ListShape<
  "joined" | "email",
  { state: typeof states; role: readonly ("member" | "staff" | (typeof roles)[number])[] }
>;
