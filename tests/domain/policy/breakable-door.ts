import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { dayMs, later, now } from "@/lib/base/clock";
import { securityHeaders } from "@/lib/edge/security-headers";
import { securityTxt } from "@/lib/oversight/security-txt";
import type { MadeCertificate } from "@/tests/support/make-certificate";

/** What is broken of the door: a header left out, another cookie or policy, or one of these faults. */
export interface DoorFaults {
  header?: string;
  cookie?: string;
  csp?: string;
  fault?:
    | "takes posts"
    | "opens console"
    | "opens invites"
    | "echoes"
    | "takes malformed"
    | "endless logins"
    | "expired security.txt"
    | "no report"
    | "no sessions"
    | "no contact";
}

export interface BreakableDoor {
  url: string;
  breakBy: (faults: DoorFaults) => void;
  /** The same door over TLS as well, under the name localhost. */
  openTls: (certificate: MadeCertificate) => Promise<{ url: string; close: () => void }>;
  close: () => void;
}

const page = '<form><select name="kind"></select></form>';
const port = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};
const malformed = (path: string) => /%2f|%5c|%ff|_next/i.test(path) && !/script|1%3D1|%20or/i.test(path);
const goodPolicy = () =>
  `default-src 'none'; script-src 'self' 'nonce-${randomUUID().replaceAll("-", "")}'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'`;

/** A front door of a test's own, which is as a website's should be but for what it is told to break. */
export async function openBreakableDoor(): Promise<BreakableDoor> {
  let broken: DoorFaults = {};
  let logins = 0;

  function reply(request: IncomingMessage, path: string, origin: string): [status: number, body?: string, more?: Record<string, string>] {
    const has = (fault: DoorFaults["fault"]) => broken.fault === fault;
    if (path === "/login" && request.headers.origin === origin) {
      logins += 1;
      return [has("endless logins") || logins <= 5 ? 401 : 429];
    }
    if (path === "/login" && request.method === "GET") return [200, '<form><input name="password"></form>'];
    if (request.method === "POST") return [has("takes posts") ? 200 : 403];
    if (path.startsWith("/operator")) return [has("opens console") ? 200 : 401];
    if (path.startsWith("/settings/")) {
      const isGone = (has("no sessions") && path.endsWith("sessions")) || (has("no contact") && path.endsWith("contact"));
      return [isGone ? 404 : 307, "", { Location: "/login?next=x" }];
    }
    if (path.startsWith("/invite/") && has("opens invites")) return [404, '<input name="password">'];
    if (malformed(path)) return [has("takes malformed") ? 200 : 400];
    if (path === "/.well-known/security.txt")
      return [200, securityTxt(origin, null, has("expired security.txt") ? later(now(), -91 * dayMs) : now())];
    if (path.startsWith("/report")) return [200, has("no report") ? "" : page];
    return [200, has("echoes") ? decodeURIComponent(path) : page];
  }

  const answer = (https: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "";
    const good = Object.fromEntries(securityHeaders({ https }));
    const headers: Record<string, string> = { ...good, "Content-Security-Policy": broken.csp ?? goodPolicy() };
    if (broken.header) delete headers[broken.header];
    if (path.startsWith("/api/auth/csrf")) headers["Set-Cookie"] = broken.cookie ?? "__Host-x=1; Path=/; HttpOnly; Secure; SameSite=Lax";
    const [status, body = "", more = {}] = reply(request, path, `${https ? "https" : "http"}://${request.headers.host}`);
    response.writeHead(status, { ...headers, ...more }).end(body);
  };
  const door = createServer(answer(false));
  const url = `http://127.0.0.1:${await port(door)}`;
  return {
    url,
    breakBy: (faults) => {
      broken = faults;
    },
    openTls: async ({ key, cert }) => {
      const tls = createTlsServer({ key, cert }, answer(true));
      return { url: `https://localhost:${await port(tls)}`, close: () => void tls.close() };
    },
    close: () => void door.close(),
  };
}
