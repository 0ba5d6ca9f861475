import { exportKeyTasks } from "@/lib/oversight/list-key-tasks";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../../list/export-work";
import { tasksShape } from "../shape";

const work = exportWork(tasksShape, (actor, { sort, descending, filters }, reason) =>
  exportKeyTasks(actor, { sort, descending, ...filters }, reason),
);

/** Rotations and retirements of keys as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: tasksShape.path });
