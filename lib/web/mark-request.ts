import type { IncomingMessage } from "node:http";
import { publicUrl, webEnv } from "@/lib/base/env";
import { addressHeader, clientAddress, pathHeader } from "@/lib/edge/client-address";

/** Headers by which the parts of web speak to each other, or Next's do: whatever a client sends under such a name is dropped. */
const internal = /^x-(middleware|invoke|matched|now|nextjs-rewritten|forwarded|real-ip)(-|$)/;

/**
 * Replaces what a client may claim about itself by what is known: its address from the socket and the trusted proxies, and the one
 * host and scheme that the site is reached under.
 */
export function markRequest(request: IncomingMessage): void {
  const { headers } = request;
  const forwardedFor = headers["x-forwarded-for"];
  const address = clientAddress(
    request.socket.remoteAddress ?? "",
    forwardedFor === undefined ? null : String(forwardedFor),
    webEnv().TRUSTED_PROXIES,
  );
  for (const name of Object.keys(headers)) {
    if (internal.test(name) || name === addressHeader || name === pathHeader) delete headers[name];
  }
  const { host, protocol } = new URL(publicUrl());
  headers[addressHeader] = address;
  headers["x-forwarded-for"] = address;
  headers["x-forwarded-host"] = host;
  headers["x-forwarded-proto"] = protocol.slice(0, -1);
}
