import { createHash, timingSafeEqual } from "node:crypto";
import { webEnv } from "@/lib/base/env";

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * A route that answers whoever has METRICS_TOKEN as a bearer token (RFC 6750). For everybody else, and where no token is set, there is no
 * such route. How long the comparison takes tells nothing of the token.
 */
export function metricsHandler(work: () => Promise<string>) {
  return async (request: Request): Promise<Response> => {
    const { METRICS_TOKEN: token } = webEnv();
    const given = /^Bearer (\S{1,200})$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
    if (!token || !timingSafeEqual(digest(given), digest(token))) return new Response("There is nothing here.\n", { status: 404 });
    return new Response(await work(), { headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } });
  };
}
