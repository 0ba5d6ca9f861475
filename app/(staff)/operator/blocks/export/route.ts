import { exportBlocks } from "@/lib/oversight/blocks/list-blocks";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { blocksShape } from "../shape";

const work = exportWork(blocksShape, (actor, { sort, descending, filters }, reason) =>
  exportBlocks(actor, { sort, descending, ...filters }, reason),
);

/** The list of blocks as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: blocksShape.path });
