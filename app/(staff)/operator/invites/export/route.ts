import { exportInvites } from "@/lib/accounts/list-invites";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { invitesShape } from "../shape";

/** The list of invites as a CSV file. */
const work = exportWork(invitesShape, (actor, { search, sort, descending, filters }, reason) =>
  exportInvites(actor, { search, sort, descending, ...filters }, reason),
);

export const POST = staffHandler("lists.export", work, { fresh: true, page: invitesShape.path });
