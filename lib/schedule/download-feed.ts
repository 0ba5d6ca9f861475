import { later, now, secondMs } from "@/lib/base/clock";
import { outboundFetch } from "@/lib/outbound/fetch";
import { OutboundError } from "@/lib/outbound/outbound-error";
import { destinationOf, readFeedAddress } from "@/lib/schedule/feed-address";
import { FeedRefused } from "@/lib/schedule/feed-refused";

const mostRedirects = 3;
const mostBytes = 2 * 1024 * 1024;
const mostMs = 10 * secondMs;
/** Its host's own words, which are kept only as far as they can be a validator. */
const longestEtag = 200;

type Downloaded = { changed: false } | { changed: true; text: string; etag: string | null };

/**
 * Fetches a calendar. Each address on the way, also one that it is led on to, is judged anew by name and by number before anything is sent.
 * All of it together takes at most ten seconds, and the text is at most 2 MiB.
 * @param etag the validator of what was read before: then "not changed" is an answer too (RFC 9110, 13.1.2). The address itself gets it,
 * and gave it: no other host on the way learns or says what this one is told.
 * @throws FeedRefused
 */
export async function downloadFeed(address: string, etag: string | null): Promise<Downloaded> {
  const deadline = later(now(), mostMs);
  let url = readFeedAddress(address);
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    if (!url) throw new FeedRefused("not_allowed");
    const known = hop === 0 ? etag : null;
    const { status, headers, text } = await ask(url, known, deadline.getTime() - now().getTime());
    if (status === 304 && known !== null) return { changed: false };
    if (status === 200) return { changed: true, text, etag: hop === 0 ? keptEtag(headers.etag) : null };
    if (![301, 302, 303, 307, 308].includes(status))
      throw new FeedRefused([401, 403, 404, 410].includes(status) ? "not_found" : "unreachable");
    const to = headers.location ?? "";
    url = URL.canParse(to, url) ? readFeedAddress(new URL(to, url).href) : null;
  }
  throw new FeedRefused("unreachable");
}

const keptEtag = (given: string | undefined) => (given !== undefined && given.length <= longestEtag ? given : null);

async function ask(url: URL, etag: string | null, timeoutMs: number) {
  const headers = { accept: "text/calendar, */*;q=0.1", "user-agent": "Holdfast", ...(etag === null ? {} : { "if-none-match": etag }) };
  if (timeoutMs <= 0) throw new FeedRefused("unreachable");
  try {
    return await outboundFetch(destinationOf(url), url, { method: "GET", headers, mostBytes, timeoutMs });
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    if (thrown.why === "too_large") throw new FeedRefused("too_large");
    throw new FeedRefused(thrown.kind === "refused" && thrown.why !== "no_address" ? "not_allowed" : "unreachable");
  }
}
