import { connect as connectPlainly } from "node:net";
import { connect } from "node:tls";

/**
 * The encryption under which the service was met. `mistrust` says why its certificate is not trusted, in a sentence about it, and is null
 * when it is; where no TLS 1.2 or newer came about, `protocol` is null.
 */
export type Tls = { protocol: string; validTo: Date; mistrust: string | null } | { protocol: null; why: string };

const patienceMs = 10_000;

/** By the codes of OpenSSL and Node. */
const mistrusts: Record<string, string> = {
  CERT_HAS_EXPIRED: "has run out",
  CERT_NOT_YET_VALID: "is not valid yet",
  CERT_REVOKED: "was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "comes from an authority that is not trusted here",
  UNABLE_TO_GET_ISSUER_CERT: "comes from an authority that is not known here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "comes from an authority that is not known here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "comes from an authority that is not known here",
};
const mistrustOf = (code: string) => mistrusts[code] ?? `is not trusted (${code})`;

/** Whether anybody takes a connection. @throws Error where nobody does */
function knock({ hostname, port, protocol }: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[(.*)\]$/, "$1");
    const socket = connectPlainly({ host, port: Number(port || (protocol === "https:" ? 443 : 80)), timeout: patienceMs });
    const end = (finish: () => void) => {
      socket.destroy();
      finish();
    };
    socket
      .once("connect", () => end(resolve))
      .once("error", (error) => end(() => reject(error)))
      .once("timeout", () => end(() => reject(new Error(`nobody took a connection within ${patienceMs / 1_000} seconds`))));
  });
}

type Versions = { minVersion?: "TLSv1"; maxVersion?: "TLSv1.1"; ciphers?: string };

/** Opens one connection over TLS, trusting whoever answers, and reads what they show. */
export function shakeHands({ hostname, port }: URL, ca: string | null, versions: Versions = {}): Promise<Tls> {
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[(.*)\]$/, "$1"),
      port: Number(port || 443),
      // An address is no server's name (RFC 6066, section 3).
      servername: /^\[|^[\d.]+$/.test(hostname) ? "" : hostname,
      rejectUnauthorized: false,
      timeout: patienceMs,
      ...(ca === null ? {} : { ca }),
      ...versions,
    });
    const end = (tls: Tls) => {
      socket.destroy();
      resolve(tls);
    };
    socket
      .once("secureConnect", () =>
        end({
          protocol: socket.getProtocol() ?? "unknown",
          validTo: new Date(socket.getPeerCertificate().valid_to),
          mistrust: socket.authorized ? null : mistrustOf(String(socket.authorizationError)),
        }),
      )
      .once("error", (error: NodeJS.ErrnoException) => end({ protocol: null, why: error.code ?? error.message }))
      .once("timeout", () => end({ protocol: null, why: `no answer within ${patienceMs / 1_000} seconds` }));
  });
}

/**
 * Meets the service once, before anything is asked.
 * @returns the encryption that it offers; null where its address is plain http
 * @throws Error where nobody takes a connection
 */
export async function meet(url: URL, ca: string | null): Promise<Tls | null> {
  await knock(url);
  return url.protocol === "https:" ? await shakeHands(url, ca) : null;
}
