import type { IncomingMessage, ServerResponse } from "node:http";
import { requestId } from "@/lib/base/request-id";
import { plainReply, plainWords, refusalFor } from "@/lib/edge/plain-reply";

/** What the framework's built-in error page has in its styles, and no page of ours. */
const builtInPage = "--next-error-";
/** The document that Next sends when a page throws, or says that nothing is found: empty until its scripts have drawn it. */
const emptyDocument = '<html id="__next_error__">';
const bodyStart = "<body>";

/**
 * Has a response speak our words where it would speak the framework's. A refusal that is no page, no JSON and not for Next's router gets
 * our text for its status, and so does the built-in error page; a page that only scripts would draw says the same without them. A page in
 * answer to a post that called no action, which Next renders as if it had been read, becomes a 405. All else goes out as it comes.
 */
export function inOurWords(request: IncomingMessage, response: ServerResponse, { callsAction }: { callsAction: boolean }): void {
  const write = response.write.bind(response) as (...args: unknown[]) => boolean;
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  const flushHeaders = response.flushHeaders.bind(response);
  const held: Buffer[] = [];
  let known: Refusal | null = null;
  const kind = () => {
    if (known === null && request.method === "POST" && !callsAction && isServedPage(response)) response.statusCode = 405;
    known ??= kindOf(response);
    return known;
  };

  response.flushHeaders = () => {
    if (kind() === "other") flushHeaders();
  };
  response.write = ((...args: unknown[]) => {
    if (kind() === "other") return write(...args);
    held.push(...bytesIn(args));
    for (const done of args) if (typeof done === "function") done();
    return true;
  }) as typeof response.write;

  response.end = ((...args: unknown[]) => {
    if (kind() === "other") return end(...args);
    held.push(...bytesIn(args));
    const page = kind() === "page" ? readable(Buffer.concat(held).toString(), response.statusCode) : null;
    for (const name of ["Content-Length", "Content-Encoding", "ETag", "Last-Modified"]) response.removeHeader(name);
    return end(page ?? plain(request, response), ...args.filter((arg) => typeof arg === "function"));
  }) as typeof response.end;
}

function isServedPage(response: ServerResponse): boolean {
  return !response.headersSent && response.statusCode === 200 && String(response.getHeader("Content-Type")).startsWith("text/html");
}

type Refusal = "page" | "text" | "other";

function kindOf(response: ServerResponse): Refusal {
  if (response.headersSent || response.statusCode < 400) return "other";
  const type = String(response.getHeader("Content-Type") ?? "");
  if (type.startsWith("text/html")) return response.statusCode === 405 ? "text" : "page";
  // The last is what a handler's own `new Response("text")` has; Next writes its own otherwise.
  return /^application\/json|^text\/x-component|^text\/plain;charset=UTF-8$/.test(type) ? "other" : "text";
}

/** The page with words for whoever runs no scripts, where it has none; null for the built-in one. */
function readable(page: string, status: number): string | null {
  if (page.includes(builtInPage)) return null;
  if (!page.includes(emptyDocument)) return page;
  const reference = status >= 500 && requestId() !== null ? `<p>Reference: ${requestId()}</p>` : "";
  return page.replace(bodyStart, `${bodyStart}<noscript>${plainWords(refusalFor(status))}${reference}</noscript>`);
}

function plain(request: IncomingMessage, response: ServerResponse): string {
  const { contentType, body } = plainReply(refusalFor(response.statusCode), request.headers.accept);
  response.setHeader("Content-Type", contentType);
  response.setHeader("Cache-Control", "no-store");
  // Next names none. A route here has at least one method that is served.
  if (response.statusCode === 405 && !response.hasHeader("Allow")) {
    response.setHeader("Allow", request.method === "POST" ? "GET, HEAD" : "POST");
  }
  return body;
}

function bytesIn([chunk, encoding]: unknown[]): Buffer[] {
  if (typeof chunk === "string") return [Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8")];
  return chunk instanceof Uint8Array ? [Buffer.from(chunk)] : [];
}
