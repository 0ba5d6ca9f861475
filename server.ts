import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { isDevelopment, publicUrl, tellNextAuthItsAddress, webEnv } from "@/lib/base/env";
import { describeError, log } from "@/lib/base/log";
import { addressHeader, clientAddress, pathHeader } from "@/lib/edge/client-address";
import { bareSecurityPolicy } from "@/lib/edge/csp";
import { isAuthenticatedByRequest } from "@/lib/edge/origin";
import { securityHeaders } from "@/lib/edge/security-headers";

/**
 * The web process: Next's own handler behind limits that it lacks. Refuses methods (405), bodies that are too large, declared or
 * chunked (413), and requests that dawdle (408), and sets the one header that says where a request came from.
 */
const methods = new Set(["GET", "HEAD", "POST"]);
const mostBytes = 256 * 1024;
const mostWebhookBytes = 512 * 1024;
const mostWebhooksAtOnce = 64;
/** Headers of a framework's own making, by which a client could pass for a part of it. */
const internalHeaders = [
  addressHeader,
  pathHeader,
  "x-middleware-subrequest",
  "x-middleware-subrequest-id",
  "x-middleware-rewrite",
  "x-middleware-next",
  "x-middleware-override-headers",
  "x-middleware-set-cookie",
  "x-invoke-path",
  "x-invoke-status",
  "x-matched-path",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
];

const settings = webEnv();
tellNextAuthItsAddress();
const https = publicUrl().startsWith("https:");

function refuse(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const all = {
    ...Object.fromEntries(securityHeaders({ https })),
    "Content-Security-Policy": bareSecurityPolicy,
    "Cache-Control": "no-store",
    ...headers,
  };
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close", ...all });
  response.end(`${text}\n`);
}

/** Counts the body as it passes, and ends the request once it is larger than it may be, whatever its length header said. */
function boundBody(request: IncomingMessage, response: ServerResponse, most: number): boolean {
  if (Number(request.headers["content-length"] ?? 0) > most) {
    refuse(response, 413, `The request is larger than ${most / 1024} KiB.`);
    return false;
  }
  let seen = 0;
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, ...rest) => {
    seen += chunk?.length ?? 0;
    if (seen > most) {
      refuse(response, 413, `The request is larger than ${most / 1024} KiB.`);
      request.destroy();
      return false;
    }
    return push(chunk, ...rest);
  };
  return true;
}

const app = next({ dev: isDevelopment(), dir: process.cwd(), hostname: "localhost", port: settings.PORT });
const handle = app.getRequestHandler();
let webhooks = 0;

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!methods.has(request.method ?? "")) return refuse(response, 405, "This method is not used here.", { Allow: [...methods].join(", ") });
  for (const name of internalHeaders) delete request.headers[name];
  const forwardedFor = request.headers["x-forwarded-for"];
  request.headers[addressHeader] = clientAddress(
    request.socket.remoteAddress ?? "",
    forwardedFor ? String(forwardedFor) : null,
    settings.TRUSTED_PROXIES,
  );
  const pathname = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const isWebhook = isAuthenticatedByRequest(pathname);
  if (!boundBody(request, response, isWebhook ? mostWebhookBytes : mostBytes)) return;
  if (!isWebhook) return await handle(request, response);
  if (webhooks >= mostWebhooksAtOnce) return refuse(response, 503, "Busy; deliver again later.", { "Retry-After": "10" });
  webhooks += 1;
  try {
    await handle(request, response);
  } finally {
    webhooks -= 1;
  }
}

const server = createServer(
  {
    headersTimeout: 10_000,
    requestTimeout: 20_000,
    connectionsCheckingInterval: 1_000,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 16 * 1024,
  },
  (request, response) => {
    serve(request, response).catch((thrown: unknown) => {
      log.error("request failed", { method: request.method, ...describeError(thrown) });
      refuse(response, 500, "Something went wrong. Try again.");
    });
  },
);

/** Requests that Node gives up on before they are whole: too slow, too large a head, or no HTTP at all. */
const tooSlow = new Set(["ERR_HTTP_REQUEST_TIMEOUT"]);
server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const status = tooSlow.has(error.code ?? "")
    ? "408 Request Timeout"
    : error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : "400 Bad Request";
  const headers = securityHeaders({ https }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${status}\r\n${headers.join("")}Content-Security-Policy: ${bareSecurityPolicy}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
});

await app.prepare();
server.listen(settings.PORT, "127.0.0.1", () => log.info("web ready", { port: settings.PORT }));

/** Takes no new requests, lets those in hand finish for at most five seconds, and ends. */
function end(): void {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 5_000).unref();
}
process.once("SIGTERM", end);
process.once("SIGINT", end);
