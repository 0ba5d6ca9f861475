import { exportComparisons } from "@/lib/billing/list-comparisons";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../../list/export-work";
import { comparisonsShape } from "../shape";

const work = exportWork(comparisonsShape, (actor, { sort, descending, filters }, reason) =>
  exportComparisons(actor, { sort, descending, ...filters }, reason),
);

/** Comparisons of the books with Stripe's as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: comparisonsShape.path });
