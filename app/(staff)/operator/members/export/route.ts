import { exportMembers } from "@/lib/accounts/export-members";
import { now } from "@/lib/base/clock";
import { fileReply } from "@/lib/web/file-reply";
import { staffHandler } from "@/lib/web/handler";
import { staffActor } from "@/lib/web/session";

/** Every member as a CSV file. By POST, since it writes that it was taken. */
export const POST = staffHandler(
  "members.export",
  async (staff) => {
    const text = await exportMembers(staffActor(staff));
    return fileReply(text, { type: "text/csv", name: `holdfast-members-${now().toISOString().slice(0, 10)}.csv` });
  },
  { fresh: true, page: "/operator/members" },
);
