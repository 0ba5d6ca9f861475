import { exportReviews } from "@/lib/oversight/reviews/read-reviews";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { reviewsShape } from "../shape";

const work = exportWork(reviewsShape, (actor, { sort, descending, filters }, reason) =>
  exportReviews(actor, { sort, descending, ...filters }, reason),
);

/** The list of reviews as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: reviewsShape.path });
