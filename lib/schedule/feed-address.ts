import { environment } from "@/lib/base/env";
import type { Destination } from "@/lib/outbound/destination";
import { isLoopbackAddress } from "@/lib/outbound/public-address";
import { addressIn, isPublicHost } from "@/lib/outbound/public-host";

const longestAddress = 2_000;

/** A test calendar, or this service's own, on this machine. */
function isOurOwn({ protocol, hostname }: URL): boolean {
  const address = addressIn(hostname);
  return (
    environment() === "sandbox" && protocol === "http:" && (hostname === "localhost" || (address !== null && isLoopbackAddress(address)))
  );
}

/**
 * The address of a calendar from what a person pastes: https, or webcal, which is the same. Null for anything else: another scheme, a
 * name and password in it, a host that is not public. The sandbox also takes plain http on this machine.
 */
export function readFeedAddress(text: string): URL | null {
  const given = text.trim().replace(/^webcals?:\/\//i, "https://");
  if (given.length > longestAddress || !URL.canParse(given)) return null;
  const url = new URL(given);
  url.hash = "";
  if (url.username !== "" || url.password !== "") return null;
  return isOurOwn(url) || (url.protocol === "https:" && isPublicHost(url.host)) ? url : null;
}

/** Where the call to a calendar's address goes, which `readFeedAddress` has let pass. */
export function destinationOf(url: URL): Destination {
  const plain = isOurOwn(url);
  return { belongsTo: { processor: "calendars" }, host: url.host, authority: null, plain };
}
