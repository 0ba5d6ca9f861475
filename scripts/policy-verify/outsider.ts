import { type IncomingHttpHeaders, request } from "node:http";
import { request as tlsRequest } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { meet, type Tls } from "./meet";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}
export interface Question {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
}

/** The service as anybody can ask it: no account, no cookies kept, no redirect followed. */
export interface Outsider {
  url: URL;
  /** The origin that the service calls itself, which its pages' forms are posted with. */
  origin: string;
  /** How it was met; null for plain http. */
  tls: Tls | null;
  /** Where its plain http would be; null where that cannot be told, as on a machine of one's own. */
  plain: URL | null;
  ask: (path: string, question?: Question) => Promise<Answer>;
}

interface Whereabouts {
  url: URL;
  origin: string;
  ca: string | null;
  plain?: URL | null;
}

const patienceMs = 20_000;
const mostBytes = 2_000_000;
const mostWaitSeconds = 60;

/** Plain http's own port belongs to a service at the port of https. On a machine of one's own it is anybody's. */
function plainOf({ protocol, port, hostname }: URL): URL | null {
  const isOwn = /(^|\.)localhost$|^127\.|^\[::1\]$/.test(hostname);
  return protocol === "https:" && port === "" && !isOwn ? new URL(`http://${hostname}/`) : null;
}

/**
 * Meets the service. Where its certificate is not trusted, it is asked all the same: nothing secret is sent, and clause 2.1a says so.
 * Where the service asks to wait (429), it is asked again after that, twice at the most: a limit that is well kept is no fault. That of
 * log-ins is an answer.
 * @param ca certificates to trust in the place of the system's, as PEM; null for the system's
 * @param plain where its plain http is; by the address where it is left out
 * @throws Error where nobody takes a connection
 */
export async function outsider({ url, origin, ca, plain = plainOf(url) }: Whereabouts): Promise<Outsider> {
  const tls = await meet(url, ca);
  const send = url.protocol === "https:" ? tlsRequest : request;
  const trust = { rejectUnauthorized: !tls?.protocol || tls.mistrust === null, ...(ca === null ? {} : { ca }) };
  const once: Outsider["ask"] = (path, { method = "GET", headers = {}, body = "" } = {}) =>
    new Promise((resolve, reject) => {
      const length = method === "POST" ? { "content-length": String(Buffer.byteLength(body)) } : {};
      const asked = send(new URL(path, url), { method, agent: false, headers: { accept: "*/*", ...length, ...headers }, ...trust });
      asked.setTimeout(patienceMs, () => asked.destroy(new Error(`no answer to ${method} ${path} within ${patienceMs / 1_000} seconds`)));
      asked.on("error", reject).on("response", (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on("error", reject).on("data", (part: Buffer) => {
          bytes += part.length;
          if (bytes > mostBytes) asked.destroy(new Error(`the answer to ${path} is larger than ${mostBytes} bytes`));
          parts.push(part);
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }),
        );
      });
      asked.end(body);
    });
  const ask: Outsider["ask"] = async (path, question) => {
    for (let waits = 0; ; waits += 1) {
      const answer = await once(path, question);
      const seconds = Number(answer.headers["retry-after"]);
      const isForLogins = question?.method === "POST" && /too many attempts/i.test(answer.body);
      if (answer.status !== 429 || isForLogins || waits === 2 || !(seconds > 0 && seconds <= mostWaitSeconds)) return answer;
      await wait(seconds * 1_000);
    }
  };
  return { url, origin, tls, plain, ask };
}
