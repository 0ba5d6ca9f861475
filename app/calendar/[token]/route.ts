import { busyFeedFor } from "@/lib/schedule/busy-feed";
import { tokenFeed } from "@/lib/web/token-feed";

/** A member's taken times, for the calendar program that was given the address. */
export const GET = tokenFeed("text/calendar", busyFeedFor);
