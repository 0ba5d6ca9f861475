import { transaction } from "@/db/client";
import { type ActivityRow, listActivity } from "@/db/queries/activity";

export type Activity = ActivityRow;
const perPage = 50;

/** What the automation did for the member, newest first, a page at a time; `olderThan` is where the page before ended. */
export async function readActivity(accountId: string, olderThan: Date | null): Promise<{ entries: Activity[]; next: Date | null }> {
  const entries = await transaction({ kind: "member", accountId }, (tx) =>
    listActivity(tx, accountId, perPage + 1, olderThan ?? undefined),
  );
  const page = entries.slice(0, perPage);
  return { entries: page, next: entries.length > perPage ? (page.at(-1)?.at ?? null) : null };
}
