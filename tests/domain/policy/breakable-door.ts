import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { dayMs, later, now } from "@/lib/base/clock";
import { type PlainRefusal, plainReply } from "@/lib/edge/plain-reply";
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
    | "no contact"
    | "shuts out"
    | "asks to wait"
    | "no login"
    | "no console"
    | "no invites"
    | "no pages"
    | "takes no posts"
    | "refuses posts for another reason"
    | "refuses malformed for another reason"
    | "leads all to the login"
    | "limits all requests";
}

export interface BreakableDoor {
  url: string;
  breakBy: (faults: DoorFaults) => void;
  /** The same door over TLS as well, under the name localhost. */
  openTls: (certificate: MadeCertificate) => Promise<{ url: string; close: () => void }>;
  close: () => void;
}

type Reply = [status: number, body?: string, more?: Record<string, string>];

const page = '<form><select name="kind"></select></form>';
const loginPage = '<form><input name="password"></form>';
const malformed = /%2f|%5c|%ff/i;
const html = { "Content-Type": "text/html; charset=utf-8" };
const port = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};
const goodPolicy = () =>
  `default-src 'none'; script-src 'self' 'nonce-${randomUUID().replaceAll("-", "")}'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'`;
const refuse = (refusal: PlainRefusal): Reply => [plainReply(refusal, null).status, plainReply(refusal, "text/html").body];
const toLogin = (path: string): Reply => [307, "", { Location: `/login?next=${encodeURIComponent(path)}` }];

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** A front door of a test's own, which answers as the website does but for what it is told to break. */
export async function openBreakableDoor(): Promise<BreakableDoor> {
  let broken: DoorFaults = {};
  const logins = new Map<string, number>();
  const has = (fault: DoorFaults["fault"]) => broken.fault === fault;

  function logIn(body: string): Reply {
    const [email = ""] = /[\w-]+@example\.invalid/.exec(body) ?? [];
    const made = (logins.get(email) ?? 0) + 1;
    logins.set(email, made);
    if (has("limits all requests")) return refuse("too_many");
    return has("endless logins") || made <= 5 ? [401] : [429, "Too many attempts."];
  }

  function replyToPost(path: string, body: string, isOwn: boolean): Reply {
    if (has("refuses posts for another reason")) return refuse("blocked");
    if (has("takes no posts")) return refuse("foreign_origin");
    if (!isOwn) return has("takes posts") ? [200] : refuse("foreign_origin");
    return path === "/login" && body.includes("@example.invalid") ? logIn(body) : refuse("method_not_allowed");
  }

  function replyTo(path: string, origin: string): Reply {
    if (malformed.test(path))
      return has("takes malformed") ? [200] : has("refuses malformed for another reason") ? [404] : refuse("bad_request");
    if (path.startsWith("/_")) return refuse("not_found");
    if (path === "/login") return has("no login") ? [404] : [200, loginPage];
    if (path.startsWith("/login?")) return [200, has("echoes") ? decodeURIComponent(path) : loginPage];
    if (path.startsWith("/operator")) return has("opens console") ? [200] : has("no console") ? [404] : toLogin(path);
    if (path === "/.well-known/change-password") return [307, "", { Location: "/settings/password" }];
    if (path === "/settings/sessions" && !has("no sessions")) return toLogin(path);
    if (path === "/settings/contact" && !has("no contact")) return toLogin(path);
    if (path.startsWith("/settings/") && has("leads all to the login")) return toLogin(path);
    if (path.startsWith("/invite/")) return has("opens invites") ? [404, loginPage] : has("no invites") ? [404] : [410, page];
    if (path === "/.well-known/security.txt")
      return [200, securityTxt(origin, null, has("expired security.txt") ? later(now(), -91 * dayMs) : now())];
    if (path === "/report") return [200, has("no report") ? "" : page];
    return ["/", "/policy", "/api/health/live", "/api/auth/csrf"].includes(path) ? [200, page] : [404, page];
  }

  const answer = (https: boolean) => async (request: IncomingMessage, response: ServerResponse) => {
    const { url: path = "", method, headers: asked } = request;
    const body = await bodyOf(request);
    const origin = `${https ? "https" : "http"}://${asked.host}`;
    const good = Object.fromEntries(securityHeaders({ https }));
    const headers: Record<string, string> = { ...good, ...html, "Content-Security-Policy": broken.csp ?? goodPolicy() };
    if (broken.header) delete headers[broken.header];
    const isOut = has("shuts out") || has("asks to wait") || (has("no pages") && method === "GET" && path !== "/login");
    if (path === "/api/auth/csrf" && !isOut) headers["Set-Cookie"] = broken.cookie ?? "__Host-x=1; Path=/; HttpOnly; Secure; SameSite=Lax";
    const own = () => (method === "POST" ? replyToPost(path, body, asked.origin === origin) : replyTo(path, origin));
    const [status, text = "", more = {}] = isOut ? refuse(has("no pages") ? "busy" : has("asks to wait") ? "too_many" : "blocked") : own();
    response.writeHead(status, { ...headers, ...more }).end(text);
  };
  const door = createServer((request, response) => void answer(false)(request, response));
  const url = `http://127.0.0.1:${await port(door)}`;
  return {
    url,
    breakBy: (faults) => {
      broken = faults;
    },
    openTls: async ({ key, cert }) => {
      const tls = createTlsServer({ key, cert }, (request, response) => void answer(true)(request, response));
      return { url: `https://localhost:${await port(tls)}`, close: () => void tls.close() };
    },
    close: () => void door.close(),
  };
}
