import type { ListShape } from "../../../../list/list-shape";

const openings = ["some", "none"] as const;

/** What the list of the members whom a question of an incident names can be asked for. */
export const affectedShape = (incidentId: string, findingId: string) =>
  ({
    path: `/operator/incidents/${incidentId}/affected/${findingId}`,
    file: "affected",
    search: null,
    sorts: {
      member: { label: "Member's id", of: "text", descending: false },
      lines: { label: "Lines", of: "amount", descending: true },
      openings: { label: "Openings", of: "amount", descending: true },
      last: { label: "Last", of: "time", descending: true },
    },
    filters: { openings: { label: "Logins opened", options: openings, labels: { some: "Yes", none: "No" } } },
  }) as const satisfies ListShape<"member" | "lines" | "openings" | "last", { openings: typeof openings }>;
