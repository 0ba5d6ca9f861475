import type { ListShape } from "../list/list-shape";

const states = ["open", "redeemed", "expired", "revoked"] as const;

/** What the list of invites can be asked for. */
export const invitesShape = {
  path: "/operator/invites",
  search: "E-mail address contains",
  sorts: {
    made: { label: "Made", descending: true },
    email: { label: "Address", descending: false },
    expires: { label: "Expiry", descending: false },
  },
  filters: { state: { label: "State", options: states } },
} as const satisfies ListShape<"made" | "email" | "expires", { state: typeof states }>;
