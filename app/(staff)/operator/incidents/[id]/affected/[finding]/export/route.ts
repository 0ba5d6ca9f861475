import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { exportAffected } from "@/lib/oversight/incidents/list-affected";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../../../../list/export-work";
import { affectedShape } from "../shape";

type Params = { id: string; finding: string };
const ids = z.object({ id: z.uuid(), finding: z.uuid() });

/** The members whom a question of an incident names, by their ids, as a CSV file. */
export const POST = staffHandler<Params>(
  "lists.export",
  async (staff, request, params) => {
    const known = ids.safeParse(params);
    if (!known.success) throw new AppError("not_found");
    const { id: incidentId, finding: findingId } = known.data;
    const work = exportWork(affectedShape(incidentId, findingId), (actor, { sort, descending, filters }, reason) =>
      exportAffected(actor, { incidentId, findingId }, { sort, descending, ...filters }, reason),
    );
    return await work(staff, request);
  },
  { fresh: true, page: ({ id, finding }) => affectedShape(id, finding).path },
);
