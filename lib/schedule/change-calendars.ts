import { type Tx, transaction } from "@/db/client";
import { listLinesAbout } from "@/db/queries/access-lines";
import { countCalendars, deleteCalendar, hastenCalendar, insertCalendar } from "@/db/queries/calendars";
import { lockSchedule } from "@/db/queries/schedules";
import { recordAccess } from "@/lib/audit/record-access";
import { hourMs, later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { webEnv } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { newId } from "@/lib/base/ids";
import { sealAddress } from "@/lib/keys/seal-address";
import { recordRequest } from "@/lib/requests/record-request";
import { readFeedAddress } from "@/lib/schedule/feed-address";

/** How many calendars one member can add. */
export const mostCalendars = 5;
const leastBetweenMs = minuteMs;
/** How often an hour one member can have calendars fetched, by adding or by asking: whatever is removed meanwhile still counts. */
export const mostAskedAnHour = 20;
const asking = ["calendar.add", "calendar.fetch"];

async function record(tx: Tx, accountId: string, act: string, calendarId: string): Promise<void> {
  await recordAccess(tx, { act, object: `calendar:${calendarId}`, subject: accountId, reason: "changed_by_member" });
}

async function limitAsking(tx: Tx, accountId: string): Promise<void> {
  const at = now();
  const counted = (await listLinesAbout(tx, accountId, asking, mostAskedAnHour)).at(mostAskedAnHour - 1);
  const waitMs = counted ? later(counted.at, hourMs).getTime() - at.getTime() : 0;
  if (waitMs > 0) throw new AppError("too_many", { retryAfterSeconds: String(Math.ceil(waitMs / secondMs)) });
}

/**
 * Adds a calendar by its address, which is sealed for the worker before it is stored, and has it fetched at once.
 * @param name what the member calls it; its host when they do not say
 * @throws AppError invalid_input with `field` "address", or `reason` "calendars_full"; too_many when the hour's fetches are used up
 */
export async function addCalendar(accountId: string, { address, name }: { address: string; name: string }): Promise<void> {
  const url = readFeedAddress(address);
  if (!url) throw new AppError("invalid_input", { field: "address" });
  const id = newId();
  const sealedAddress = await sealAddress(webEnv().FEED_PUBLIC_KEY, id, url.href);
  await transaction({ kind: "member", accountId }, async (tx) => {
    await lockSchedule(tx, accountId);
    if ((await countCalendars(tx, accountId)) >= mostCalendars) throw new AppError("invalid_input", { reason: "calendars_full" });
    await limitAsking(tx, accountId);
    await insertCalendar(tx, { id, accountId, name: name || url.hostname, sealedAddress, nextFetchAt: now() });
    await recordRequest(tx, { accountId, kind: "fetch-calendar", subjectId: id });
    await record(tx, accountId, "calendar.add", id);
  });
}

/** Takes a calendar away, and what it said was busy with it. @throws AppError not_found */
export async function removeCalendar(accountId: string, calendarId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await deleteCalendar(tx, accountId, calendarId))) throw new AppError("not_found");
    await record(tx, accountId, "calendar.remove", calendarId);
  });
}

/**
 * Has a calendar fetched now, at most once a minute.
 * @throws AppError too_many when it was tried within the last minute, is not the member's, or the hour's fetches are used up
 */
export async function fetchCalendarNow(accountId: string, calendarId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    await lockSchedule(tx, accountId);
    await limitAsking(tx, accountId);
    const at = now();
    const due = await hastenCalendar(tx, accountId, calendarId, at, later(at, -leastBetweenMs));
    if (!due) throw new AppError("too_many", { retryAfterSeconds: "60" });
    await recordRequest(tx, { accountId, kind: "fetch-calendar", subjectId: calendarId });
    await record(tx, accountId, "calendar.fetch", calendarId);
  });
}
