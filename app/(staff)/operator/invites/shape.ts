import type { ListShape } from "../list/list-shape";

const states = ["open", "redeemed", "expired", "revoked"] as const;

/** What the list of invites can be asked for. */
export const invitesShape = {
  path: "/operator/invites",
  search: "E-mail address contains",
  sorts: {
    made: { label: "Made", of: "time", descending: true },
    email: { label: "Address", of: "text", descending: false },
    expires: { label: "Expiry", of: "time", descending: false },
  },
  filters: { state: { label: "State", options: states } },
} as const satisfies ListShape<"made" | "email" | "expires", { state: typeof states }>;
