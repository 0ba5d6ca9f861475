import { log } from "@/lib/base/log";
import type { Destination } from "@/lib/outbound/destination";
import type { OutboundReply } from "@/lib/outbound/exchange";
import { type OutboundRequest, outboundFetch } from "@/lib/outbound/fetch";
import { OutboundError } from "@/lib/outbound/outbound-error";
import { PlatformError } from "@/lib/platforms/contract";

/**
 * Sends one call to a platform. Its address may hold a token, so addresses are never logged.
 * @throws PlatformError unavailable when no whole answer came, which proves nothing of what became of the call.
 */
export async function sendCall(destination: Destination, url: URL, request: OutboundRequest): Promise<OutboundReply> {
  try {
    return await outboundFetch(destination, url, request);
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    log.info("platform not reached", { platform: thrown.destination, why: thrown.why });
    throw new PlatformError("unavailable");
  }
}
