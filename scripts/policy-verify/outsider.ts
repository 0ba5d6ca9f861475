import { type IncomingHttpHeaders, request } from "node:http";
import { request as tlsRequest } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { TLSSocket } from "node:tls";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** The encrypted connection that it came by; null for plain http. */
  tls: { protocol: string; validTo: Date } | null;
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
  ask: (path: string, question?: Question) => Promise<Answer>;
}

const patienceMs = 20_000;
const mostBytes = 2_000_000;
const mostWaitSeconds = 60;

/**
 * Where the service asks a reader to wait (429), it is asked again after that, twice at the most: a limit that is well kept is no fault.
 * @param ca certificates to trust in the place of the system's, as PEM; null for the system's.
 */
export function outsider({ url, origin, ca }: { url: URL; origin: string; ca: string | null }): Outsider {
  const send = url.protocol === "https:" ? tlsRequest : request;
  const trust = ca === null ? {} : { ca };
  const once: Outsider["ask"] = (path, { method = "GET", headers = {}, body = "" } = {}) =>
    new Promise((resolve, reject) => {
      const length = method === "POST" ? { "content-length": String(Buffer.byteLength(body)) } : {};
      const asked = send(new URL(path, url), { method, agent: false, headers: { accept: "*/*", ...length, ...headers }, ...trust });
      asked.setTimeout(patienceMs, () => asked.destroy(new Error(`no answer to ${method} ${path} within ${patienceMs / 1_000} seconds`)));
      asked.on("error", reject).on("response", (response) => {
        const { socket } = response;
        const tls =
          socket instanceof TLSSocket
            ? { protocol: socket.getProtocol() ?? "unknown", validTo: new Date(socket.getPeerCertificate().valid_to) }
            : null;
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on("error", reject).on("data", (part: Buffer) => {
          bytes += part.length;
          if (bytes > mostBytes) asked.destroy(new Error(`the answer to ${path} is larger than ${mostBytes} bytes`));
          parts.push(part);
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString(), tls }),
        );
      });
      asked.end(body);
    });
  const ask: Outsider["ask"] = async (path, question) => {
    for (let waits = 0; ; waits += 1) {
      const answer = await once(path, question);
      const seconds = Number(answer.headers["retry-after"]);
      if (answer.status !== 429 || question?.method === "POST" || waits === 2 || !(seconds > 0 && seconds <= mostWaitSeconds))
        return answer;
      await wait(seconds * 1_000);
    }
  };
  return { url, origin, ask };
}
