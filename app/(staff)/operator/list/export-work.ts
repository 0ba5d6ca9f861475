import { z } from "zod";
import { type ExportReason, exportReasons } from "@/lib/accounts/export-list";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { fileReply } from "@/lib/web/file-reply";
import { type StaffSession, staffActor } from "@/lib/web/session";
import { type Asked, type ListShape, readAsked } from "./list-shape";

type Filters = Record<string, readonly string[]>;

/**
 * What a list's export form posts to: the list as it is narrowed and sorted, as a CSV file. By POST, since it writes that it was taken.
 * @throws AppError invalid_input without a reason.
 */
export function exportWork<Sort extends string, Of extends Filters>(
  shape: ListShape<Sort, Of>,
  make: (actor: ReturnType<typeof staffActor>, asked: Asked<Sort, Of>, reason: ExportReason) => Promise<string>,
) {
  return async (staff: StaffSession, request: Request): Promise<Response> => {
    const form = await request.formData().catch(() => new FormData());
    const fields = Object.fromEntries([...form.entries()].filter((entry): entry is [string, string] => typeof entry[1] === "string"));
    const reason = z.enum(exportReasons).safeParse(fields.reason);
    if (!reason.success) throw new AppError("invalid_input", { field: "reason" });
    const text = await make(staffActor(staff), readAsked(shape, fields), reason.data);
    const name = shape.file ?? shape.path.slice(shape.path.lastIndexOf("/") + 1);
    return fileReply(text, { type: "text/csv", name: `holdfast-${name}-${now().toISOString().slice(0, 10)}.csv` });
  };
}
