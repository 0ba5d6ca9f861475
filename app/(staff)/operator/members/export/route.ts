import { exportMembers } from "@/lib/accounts/export-members";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { membersShape } from "../shape";

/** The list of members as a CSV file. */
const work = exportWork(membersShape, (actor, { search, sort, descending, filters }, reason) =>
  exportMembers(actor, { search, sort, descending, ...filters }, reason, "members"),
);

export const POST = staffHandler("members.export", work, { fresh: true, page: membersShape.path });
