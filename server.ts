import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import next from "next";
import { countRefusal, writeRefusalCounts } from "@/lib/audit/count-refusals";
import { actingFrom } from "@/lib/base/acting-network";
import { captureConsole } from "@/lib/base/capture-console";
import { countUp, observe } from "@/lib/base/counters";
import { endOnUncaught } from "@/lib/base/end-on-uncaught";
import { isDevelopment, tellNextAuthItsAddress, webEnv } from "@/lib/base/env";
import { describeError, log } from "@/lib/base/log";
import { coarseNetworkOf } from "@/lib/base/network";
import { withRequestId } from "@/lib/base/request-id";
import { type Lane, laneOf } from "@/lib/edge/origin";
import type { PlainRefusal } from "@/lib/edge/plain-reply";
import { assertKeyringOutOfReach } from "@/lib/keys/keyring-reach";
import { isShutOut, watchBlocks } from "@/lib/oversight/blocks/watch-blocks";
import { whyForeign } from "@/lib/oversight/isolation/why-foreign";
import { whyTooOld } from "@/lib/oversight/patches/installed";
import { withAnswerStatus } from "@/lib/web/answer-status";
import { allow, judgeRequest } from "@/lib/web/judge-request";
import { addressOf, markRequest, requestIdOf } from "@/lib/web/mark-request";
import { inOurWords } from "@/lib/web/our-words";
import { readContent, receiveBody, replay } from "@/lib/web/receive-body";
import { baseHeaders, leadToTls, refuseConnection, refuseRequest } from "@/lib/web/refuse-request";

/** The web process: Next's own handler behind limits that it lacks, on the form, the origin, the size and the pace of requests. */
const headMs = 10_000;
const bodyMs = 10_000;
const mostBytes = 256 * 1024;
const mostSignedBytes = 512 * 1024;
/** Senders of signed requests beyond these are told to come back later, rather than queued without end: some never return after a 4xx. */
const mostSignedAtOnce = 64;
const shutdownMs = 5_000;

const { PORT: port, HOLDFAST_ENV: environment, KEYRING_DIR: keyringDir } = webEnv();
if (environment !== "sandbox" && keyringDir) assertKeyringOutOfReach(keyringDir);
const refusal = whyTooOld(environment) ?? (await whyForeign("web"));
if (refusal) {
  log.error("web does not start", { message: refusal });
  process.exit(1);
}
endOnUncaught();
if (!isDevelopment()) captureConsole();
tellNextAuthItsAddress();
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8")) as { version: string };
countUp(`holdfast_build_info{version="${version}",node="${process.versions.node}"}`);
const app = next({ dev: isDevelopment(), quiet: !isDevelopment(), dir: join(import.meta.dirname, ".."), hostname: "localhost", port });
const handle = app.getRequestHandler();
/** How many signed requests are in hand on each lane: neither readers of calendars nor mail programs crowd out Stripe. */
const signedInHand = new Map<Lane, number>();
/** Streams are open for as long as their pages are: an end waits for none of them. With the address that each goes to. */
const streams = new Map<ServerResponse, string>();

/** Answers by which someone is refused, wherever in the application that was decided. */
const countedStatus = new Set([400, 401, 403, 410, 413, 429]);

/** Refuses in the application's stead, and counts it. */
function refuse(request: IncomingMessage, response: ServerResponse, refusal: PlainRefusal, headers: Record<string, string> = {}): void {
  countRefusal(coarseNetworkOf(addressOf(request)), refusal);
  refuseRequest(request, response, refusal, headers);
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = ""] = (request.url ?? "").split("?", 1);
  const address = addressOf(request);
  if (isShutOut(address, request.method ?? "", path)) return refuse(request, response, "blocked");
  const verdict = judgeRequest(request);
  if (verdict && "location" in verdict) return leadToTls(response, verdict.location);
  if (verdict) return refuse(request, response, verdict.refusal, verdict.headers);
  const lane = laneOf(request.method ?? "", path);
  const body = await receiveBody(request, { mostBytes: lane ? mostSignedBytes : mostBytes, mostMs: bodyMs });
  if (body === null) return;
  if (typeof body === "string") return refuse(request, response, body);
  const content = lane ? "other" : await readContent(request.headers, body);
  if (content === "unreadable") return refuse(request, response, "bad_request");
  if (lane && (signedInHand.get(lane) ?? 0) >= mostSignedAtOnce) return refuse(request, response, "busy", { "Retry-After": "10" });

  markRequest(request, address);
  for (const [name, value] of Object.entries(baseHeaders())) response.setHeader(name, value);
  inOurWords(request, response, { callsAction: content === "action" });
  const count = (by: number) => lane && signedInHand.set(lane, (signedInHand.get(lane) ?? 0) + by);
  if (path === "/api/events") {
    streams.set(response, address);
    response.once("close", () => streams.delete(response));
  }
  count(1);
  try {
    const origin = { network: coarseNetworkOf(address), isRefusalNoted: false };
    await actingFrom(origin, () => withAnswerStatus(response, () => handle(replay(request, body), response)));
    const { statusCode } = response;
    if (countedStatus.has(statusCode) && !origin.isRefusalNoted) countRefusal(origin.network, `${lane ?? "http"}_${statusCode}`);
  } finally {
    count(-1);
  }
}

function onRequest(request: IncomingMessage, response: ServerResponse): void {
  const began = performance.now();
  response.once("finish", () => measure(request, response, (performance.now() - began) / 1_000));
  void withRequestId(requestIdOf(request), () =>
    serve(request, response).catch((thrown: unknown) => {
      log.error("request failed", { method: request.method, ...describeError(thrown) });
      refuseRequest(request, response, "broken");
    }),
  );
}

/** Counts an answer by class and lane, and how long it took; a stream of events lasts as long as its page and says nothing of speed. */
function measure({ method = "", url = "" }: IncomingMessage, { statusCode }: ServerResponse, seconds: number): void {
  const [path = ""] = url.split("?", 1);
  const lane = laneOf(method, path) ?? (path.startsWith("/_next/static/") ? "files" : "pages");
  countUp(`holdfast_http_answers_total{status="${Math.floor(statusCode / 100)}xx",lane="${lane}"}`);
  if (statusCode === 429) countUp(`holdfast_http_limited_total{lane="${lane}"}`);
  if (path !== "/api/events") observe("holdfast_http_request_seconds", `lane="${lane}"`, seconds);
}

const brokenOff: Record<string, PlainRefusal> = {
  ERR_HTTP_REQUEST_TIMEOUT: "too_slow",
  HPE_HEADER_OVERFLOW: "head_too_large",
  HPE_INVALID_METHOD: "method_not_allowed",
};

const server = createServer(
  {
    headersTimeout: headMs,
    requestTimeout: headMs + bodyMs + 1_000,
    // judgeRequest does, so that the refusal is ours.
    requireHostHeader: false,
    // No protocol but this is spoken: RFC 9110, section 7.8, lets a server go on as if nobody had asked.
    shouldUpgradeCallback: () => false,
    connectionsCheckingInterval: 500,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 16 * 1024,
  },
  onRequest,
);
server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
  if (Number(request.headers["content-length"] ?? 0) <= mostSignedBytes) response.writeContinue();
  onRequest(request, response);
});
server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) =>
  refuseRequest(request, response, "expectation_failed"),
);
server.on("connect", (_request, socket) => refuseConnection(socket, "method_not_allowed", allow));
server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
  const refusal = brokenOff[error.code ?? ""] ?? "bad_request";
  refuseConnection(socket, refusal, refusal === "method_not_allowed" ? allow : {});
});
server.on("error", (error: NodeJS.ErrnoException) => {
  log.error("web cannot listen", { port, code: error.code });
  process.exit(1);
});

/** A page that is told of changes is told no more, once its network is shut out. */
function breakStreamsOff(): void {
  for (const [stream, address] of streams) if (isShutOut(address, "GET", "/api/events")) stream.destroy();
}

await watchBlocks(breakStreamsOff);
await app.prepare();
server.listen(port, "127.0.0.1", () => log.info("web ready", { port }));

const writeCountsEveryMs = 5_000;
const writeCounts = () => writeRefusalCounts().catch((thrown: unknown) => log.warn("refusals are not counted yet", describeError(thrown)));
setInterval(writeCounts, writeCountsEveryMs).unref();

/** Takes no new connections, breaks streams off, which their pages then open anew, lets the requests in hand finish for at most five seconds, and ends. */
function end(): void {
  server.close(() => void writeCounts().then(() => process.exit(0)));
  for (const stream of streams.keys()) stream.destroy();
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), shutdownMs).unref();
}
process.once("SIGTERM", end);
process.once("SIGINT", end);
