import { transaction } from "@/db/client";
import { replaceBusyTimes } from "@/db/queries/busy-times";
import { beginFetch, rereadCalendars, settleFailed, settleFetched } from "@/db/queries/calendars";
import { hourMs, later, minuteMs, now } from "@/lib/base/clock";
import { describeError, log } from "@/lib/base/log";
import { openAddress } from "@/lib/keys/open-address";
import { downloadFeed } from "@/lib/schedule/download-feed";
import { FeedRefused, type Trouble } from "@/lib/schedule/feed-refused";
import { readFeedApart } from "@/lib/schedule/read-feed-apart";
import { scheduleOf } from "@/lib/schedule/read-schedule";

const job = "fetch-calendar";
const everyMs = 15 * minuteMs;
const longestPauseMs = 6 * hourMs;
/** An unchanged calendar is read anew after this all the same, since the days that it is read for move on. */
const rereadMs = 12 * hourMs;

type Begun = NonNullable<Awaited<ReturnType<typeof beginFetch>>>;

async function begin(calendarId: string): Promise<(Begun & { timeZone: string }) | null> {
  return await transaction({ kind: "system", job }, async (tx) => {
    const at = now();
    const begun = await beginFetch(tx, calendarId, at, later(at, everyMs));
    return begun && { ...begun, timeZone: (await scheduleOf(tx, begun.accountId)).timeZone };
  });
}

function troubleOf(thrown: unknown, calendarId: string): Trouble {
  if (thrown instanceof FeedRefused) return thrown.trouble;
  log.error("calendar not kept", { calendar: calendarId, ...describeError(thrown) });
  return "not_kept";
}

/**
 * Job: fetches one calendar and keeps when its owner is busy, nothing else of it. The next try is written down before this one is made, so
 * a crash costs one interval. Whatever goes wrong from the download on is written down for the member. A calendar that cannot be read
 * keeps what it gave before, and is tried less and less often, up to every six hours.
 */
export async function fetchCalendar(calendarId: string): Promise<void> {
  const begun = await begin(calendarId);
  if (!begun) return;
  const { accountId, etag, readAt, failures, timeZone } = begun;
  const at = now();
  const actor = { kind: "system", job, accountId } as const;
  const address = await openAddress(calendarId, begun.sealedAddress);
  try {
    const isRecent = readAt !== null && readAt > later(at, -rereadMs);
    const feed = await downloadFeed(address, isRecent ? etag : null);
    const windows = feed.changed ? await readFeedApart({ text: feed.text, timeZone, at }) : null;
    await transaction(actor, async (tx) => {
      if (!(await settleFetched(tx, calendarId, at, feed.changed ? feed : null))) return;
      if (windows) await replaceBusyTimes(tx, { accountId, calendarId }, windows);
      // The member has moved to another zone meanwhile: what was read means other times there.
      if ((await scheduleOf(tx, accountId)).timeZone !== timeZone) await rereadCalendars(tx, accountId, at);
    });
  } catch (thrown) {
    const trouble = troubleOf(thrown, calendarId);
    const pauseMs = Math.min(longestPauseMs, everyMs * 2 ** Math.min(failures, 10));
    await transaction(actor, (tx) =>
      settleFailed(tx, calendarId, { trouble, at, nextFetchAt: later(now(), pauseMs), failures: failures + 1 }),
    );
    log.info("calendar not read", { calendar: calendarId, why: trouble });
  }
}
