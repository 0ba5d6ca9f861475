import { DateTime } from "@/app/_ui/date-time";
import { TextLink } from "@/app/_ui/text-link";
import type { ListedAffected } from "@/lib/oversight/incidents/list-affected";
import type { ListColumn } from "../../list/staff-list";

type Member = Omit<ListedAffected, "id">;

/** The columns of members whom a question names, with times in this zone. */
export const affectedColumns = (zone: string): ListColumn<Member, "member" | "lines" | "openings" | "last">[] => [
  {
    head: "Member",
    rowHead: true,
    sort: "member",
    cell: ({ accountId }) => <TextLink href={`/operator/members/${accountId}`}>…{accountId.slice(-12)}</TextLink>,
  },
  { head: "Lines", align: "end", sort: "lines", cell: ({ lines }) => lines },
  { head: "Openings", align: "end", sort: "openings", cell: ({ openings }) => openings },
  { head: "First", cell: ({ firstAt }) => (firstAt ? <DateTime at={firstAt} zone={zone} /> : "Not by lines") },
  { head: "Last", sort: "last", cell: ({ lastAt }) => (lastAt ? <DateTime at={lastAt} zone={zone} /> : "Not by lines") },
];
