import { now } from "@/lib/base/clock";
import { exportData } from "@/lib/membership/export-data";
import { memberHandler } from "@/lib/web/handler";
import { isFresh } from "@/lib/web/session";

/** Where a proof is asked for anew, when the one that the page had has grown old meanwhile: a form's answer leads on, as a page's does. */
const proveAgain = "/login/verify?next=%2Fsettings%2Fdata";

/** All of a member's data as a file. By POST, since it writes that it was taken. */
export const POST = memberHandler(async (member) => {
  if (!isFresh(member)) return new Response(null, { status: 303, headers: { location: proveAgain } });
  const name = `holdfast-export-${now().toISOString().slice(0, 10)}.json`;
  return new Response(`${JSON.stringify(await exportData(member.accountId), null, 2)}\n`, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
});
