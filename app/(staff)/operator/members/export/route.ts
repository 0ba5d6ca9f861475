import { exportMembers } from "@/lib/accounts/export-members";
import { now } from "@/lib/base/clock";
import { staffHandler } from "@/lib/web/handler";
import { isFresh, staffActor } from "@/lib/web/session";

const proveAgain = "/login/verify?next=%2Foperator%2Fmembers";

/** Every member as a CSV file, for whoever has just shown a factor. By POST, since it writes that it was taken. */
export const POST = staffHandler("members.export", async (staff) => {
  if (!isFresh(staff)) return new Response(null, { status: 303, headers: { location: proveAgain } });
  return new Response(await exportMembers(staffActor(staff)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="holdfast-members-${now().toISOString().slice(0, 10)}.csv"`,
      "cache-control": "no-store",
    },
  });
});
