import { type IncomingHttpHeaders, IncomingMessage } from "node:http";

export interface BodyBounds {
  mostBytes: number;
  /** From the end of the head to the end of the body. */
  mostMs: number;
}

/**
 * Waits for a request's whole body. Nothing of the application runs before that, so that a body which is too large, by its declared length
 * or by what comes in chunks, or which trickles in, costs no more than the bytes held here.
 * @returns null when the client went away
 */
export function receiveBody(
  request: IncomingMessage,
  { mostBytes, mostMs }: BodyBounds,
): Promise<Buffer<ArrayBuffer> | "too_large" | "too_slow" | null> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) return Promise.resolve("too_large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (outcome: Buffer<ArrayBuffer> | "too_large" | "too_slow" | null) => {
      clearTimeout(timer);
      request.off("data", take).off("end", finish).off("close", leave);
      resolve(outcome);
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) settle("too_large");
      else chunks.push(chunk);
    };
    const finish = () => settle(Buffer.concat(chunks));
    const leave = () => settle(null);
    const timer = setTimeout(() => settle("too_slow"), mostMs);
    request.on("data", take).once("end", finish).once("close", leave);
    request.on("error", () => undefined);
  });
}

/**
 * What a body holds: an action's call, as Next's forms and its router make it, or something else; unreadable when it is not what its type
 * says, which Next would answer with a 500.
 */
export async function readContent(
  { "content-type": type, "next-action": called }: IncomingHttpHeaders,
  body: Buffer<ArrayBuffer>,
): Promise<"action" | "other" | "unreadable"> {
  try {
    const form = type?.startsWith("multipart/form-data")
      ? await new Response(body, { headers: { "content-type": type } }).formData()
      : new FormData();
    if (type?.startsWith("application/json")) JSON.parse(body.toString());
    return called !== undefined || [...form.keys()].some((name) => name.startsWith("$ACTION_")) ? "action" : "other";
  } catch {
    return "unreadable";
  }
}

/** The request anew, to be read from its beginning. */
export function replay(request: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  Object.assign(copy, {
    method: request.method,
    url: request.url,
    httpVersion: request.httpVersion,
    httpVersionMajor: request.httpVersionMajor,
    httpVersionMinor: request.httpVersionMinor,
    rawHeaders: request.rawHeaders,
    complete: true,
  });
  copy.headers = request.headers;
  if (body.length > 0) copy.push(body);
  copy.push(null);
  return copy;
}
