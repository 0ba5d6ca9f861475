import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { exportLogLines } from "@/lib/oversight/log/search-log";
import { fileReply } from "@/lib/web/file-reply";
import { staffHandler } from "@/lib/web/handler";
import { staffActor } from "@/lib/web/session";
import { readQuery } from "../query";

/** The lines of a search as a CSV file. By POST, since it writes that it was taken, and why. */
export const POST = staffHandler(
  "access-log.read",
  async (staff, request) => {
    const { query, reason } = readQuery(Object.fromEntries(await request.formData().catch(() => new FormData())));
    if (!reason) throw new AppError("invalid_input", { field: "reason" });
    const text = await exportLogLines(staffActor(staff), query, reason);
    return fileReply(text, { type: "text/csv", name: `holdfast-access-log-${now().toISOString().slice(0, 10)}.csv` });
  },
  { fresh: true, page: "/operator/access-log" },
);
