import type { TcpNetConnectOpts } from "node:net";
import { type ConnectionOptions, connect } from "node:tls";
import { secondMs } from "@/lib/base/clock";
import { whyRefused } from "@/lib/outbound/check-call";
import { checkedLookup, type Resolver, systemResolver } from "@/lib/outbound/checked-lookup";
import { type Destination, nameOf } from "@/lib/outbound/destination";
import { OutboundError } from "@/lib/outbound/outbound-error";
import { addressIn } from "@/lib/outbound/public-host";

export interface PresentedCertificate {
  /** Such as `TLSv1.3`. */
  protocol: string;
  validTo: Date;
  /** Why a call would not trust it, as OpenSSL's or Node's code, such as `CERT_HAS_EXPIRED`; null when it would. */
  mistrust: string | null;
}

const usualTimeoutMs = 5 * secondMs;

/**
 * Connects as a call would, and reads the certificate that is presented, whether it is to be trusted or not. Nothing is sent over the
 * connection, and nothing but the certificate is read.
 * @throws OutboundError: `refused` before anything was sent, `failed` with a code when no connection over TLS 1.2 or newer came about
 */
export async function readCertificate(
  destination: Destination,
  { timeoutMs = usualTimeoutMs, resolver = systemResolver }: { timeoutMs?: number; resolver?: Resolver } = {},
): Promise<PresentedCertificate> {
  const name = nameOf(destination);
  const url = new URL(`https://${destination.host}/`);
  const why = whyRefused(destination, url, {});
  if (why !== null) throw new OutboundError("refused", name, why);
  const address = addressIn(url.hostname);
  return await new Promise((resolve, reject) => {
    const options: ConnectionOptions & Pick<TcpNetConnectOpts, "autoSelectFamily"> = {
      host: address ?? url.hostname,
      port: Number(url.port || 443),
      // RFC 6066, section 3: an address is no server's name.
      servername: address === null ? url.hostname : "",
      ca: destination.authority ?? undefined,
      minVersion: "TLSv1.2",
      rejectUnauthorized: false,
      lookup: checkedLookup(destination, resolver),
      autoSelectFamily: true,
    };
    const socket = connect(options);
    const fail = (code: string) => {
      clearTimeout(deadline);
      socket.destroy();
      reject(new OutboundError("failed", name, code));
    };
    const deadline = setTimeout(() => fail("timeout"), timeoutMs);
    socket.on("error", (error: NodeJS.ErrnoException) => {
      fail(error instanceof OutboundError ? error.why : (error.code ?? "connection"));
    });
    socket.on("secureConnect", () => {
      clearTimeout(deadline);
      const validTo = new Date(socket.getPeerCertificate().valid_to);
      // Its type says Error; it is the code.
      const mistrust = socket.authorized ? null : String(socket.authorizationError ?? "unknown");
      resolve({ protocol: socket.getProtocol() ?? "unknown", validTo, mistrust });
      socket.destroy();
    });
  });
}
