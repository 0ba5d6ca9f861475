import { now } from "@/lib/base/clock";
import { exportFigures } from "@/lib/billing/read-figures";
import { fileReply } from "@/lib/web/file-reply";
import { staffHandler } from "@/lib/web/handler";
import { staffActor } from "@/lib/web/session";

/** The months' figures as a CSV file. By POST, since it writes that it was taken. */
export const POST = staffHandler(
  "money.read",
  async (staff) => {
    const text = await exportFigures(staffActor(staff));
    return fileReply(text, { type: "text/csv", name: `holdfast-money-${now().toISOString().slice(0, 10)}.csv` });
  },
  { fresh: true, page: "/operator/money" },
);
