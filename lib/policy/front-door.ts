import { readFileSync } from "node:fs";
import { frontDoorSettings } from "@/lib/base/env";
import type { Destination } from "@/lib/outbound/destination";
import type { OutboundReply } from "@/lib/outbound/exchange";
import { outboundFetch } from "@/lib/outbound/fetch";
import { addressIn } from "@/lib/outbound/public-host";
import { type PresentedCertificate, readCertificate } from "@/lib/outbound/read-certificate";

const mostMs = 8_000;

/** Where visitors come in, and whether what they say is encrypted on the way. */
export function frontDoor(): { origin: string; isTls: boolean } {
  const { origin, protocol } = new URL(frontDoorSettings().url);
  return { origin, isTls: protocol === "https:" };
}

function doorDestination(): Destination {
  const { url, authorityFile } = frontDoorSettings();
  const { host, protocol } = new URL(url);
  const plain = protocol === "http:";
  // The mark keeps Next from taking the whole repository for files that a page may read.
  const authority = authorityFile ? readFileSync(/* turbopackIgnore: true */ authorityFile, "utf8") : null;
  return { belongsTo: { own: "website" }, host, authority: plain ? null : authority, plain };
}

/** The certificate that visitors are shown. @throws OutboundError when no connection over TLS came about */
export async function doorCertificate(): Promise<PresentedCertificate> {
  return await readCertificate(doorDestination());
}

/**
 * Asks the website as a visitor does, through its front door, without a cookie and without following redirects.
 * @param path with its leading slash
 * @throws OutboundError when no whole answer came, and Error when a page was asked for and the website said to wait (429): that shows
 *   nothing of the page
 */
export async function knock(
  path: string,
  { method = "GET", headers = {}, body }: { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string } = {},
): Promise<OutboundReply> {
  const reply = await outboundFetch(doorDestination(), new URL(path, frontDoorSettings().url), {
    method,
    headers: { "user-agent": "Holdfast-Controls", accept: "text/html", ...headers },
    ...(body === undefined ? {} : { body }),
    timeoutMs: mostMs,
  });
  if (method === "GET" && reply.status === 429) throw new Error("the website asked to wait");
  return reply;
}

/** Whether the front door is on this machine, where only a sandbox's is. */
export function isLoopback(): boolean {
  const { hostname } = new URL(frontDoor().origin);
  return hostname === "localhost" || addressIn(hostname) !== null;
}
