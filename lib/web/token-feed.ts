import { createHash } from "node:crypto";
import { describeError, log } from "@/lib/base/log";

/**
 * A route at which whoever has the token reads a text: no session is looked at, no cookie set. Answers 304 to a reader that has the
 * text already, and 404 alike to every token for which `work` has none.
 */
export function tokenFeed(type: string, work: (token: string) => Promise<string | null>) {
  return async (request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> => {
    try {
      const text = await work((await params).token);
      if (text === null)
        return new Response("There is nothing here.\n", { status: 404, headers: { "content-type": "text/plain; charset=utf-8" } });
      const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
      const known = (request.headers.get("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
      if (known.includes(etag)) return new Response(null, { status: 304, headers: { etag } });
      return new Response(text, { headers: { "content-type": `${type}; charset=utf-8`, etag } });
    } catch (thrown) {
      log.error("feed failed", describeError(thrown));
      return new Response("Not available right now.\n", { status: 503, headers: { "retry-after": "60" } });
    }
  };
}
