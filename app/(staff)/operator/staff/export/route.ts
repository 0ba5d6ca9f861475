import { exportMembers } from "@/lib/accounts/export-members";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { staffShape } from "../shape";

/** The list of staff as a CSV file. */
const work = exportWork(staffShape, (actor, { search, sort, descending, filters }, reason) =>
  exportMembers(actor, { search, sort, descending, state: filters.state, role: filters.role ?? "staff" }, reason, "staff"),
);

export const POST = staffHandler("lists.export", work, { fresh: true, page: staffShape.path });
