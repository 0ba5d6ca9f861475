import { exportFactorResets } from "@/lib/accounts/list-resets";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { resetsShape } from "../shape";

const work = exportWork(resetsShape, (actor, { search, sort, descending, filters }, reason) =>
  exportFactorResets(actor, { search, sort, descending, ...filters }, reason),
);

/** Resets of second factors as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: resetsShape.path });
