import { now } from "@/lib/base/clock";
import { exportData } from "@/lib/membership/export-data";
import { fileReply } from "@/lib/web/file-reply";
import { memberHandler } from "@/lib/web/handler";

/** All of a member's data as a file. By POST, since it writes that it was taken. */
export const POST = memberHandler(
  async (member) => {
    const text = `${JSON.stringify(await exportData(member.accountId), null, 2)}\n`;
    return fileReply(text, { type: "application/json", name: `holdfast-export-${now().toISOString().slice(0, 10)}.json` });
  },
  { fresh: true, page: "/settings/data" },
);
