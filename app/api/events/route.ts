import { memberHandler } from "@/lib/web/handler";
import { eventStreamHeaders, streamChanges } from "@/lib/web/live-changes";

/** Tells a member's open page that something has changed, for as long as the session lives. Listening is no activity: it puts nothing off. */
export const GET = memberHandler(
  async (member, request) => new Response(await streamChanges(member, request.signal), { headers: eventStreamHeaders }),
);

/** Next would answer with the stream itself, which nobody would read. */
export const HEAD = memberHandler(async () => new Response(null, { headers: eventStreamHeaders }));
