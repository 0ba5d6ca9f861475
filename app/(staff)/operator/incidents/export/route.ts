import { exportIncidents } from "@/lib/oversight/incidents/read-incidents";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { incidentsShape } from "../shape";

const work = exportWork(incidentsShape, (actor, { sort, descending, filters }, reason) =>
  exportIncidents(actor, { sort, descending, ...filters }, reason),
);

/** The list of incidents as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: incidentsShape.path });
