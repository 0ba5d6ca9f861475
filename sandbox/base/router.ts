import type { IncomingHttpHeaders } from "node:http";
import type { Reply } from "@/sandbox/base/reply";

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Route<Extra> {
  readonly method: string;
  readonly pattern: URLPattern;
  readonly handle: (call: Call) => Reply | Promise<Reply>;
  readonly extra: Extra;
}

/** A route; `path` is a URLPattern path such as `/orders/:id`. `extra` is what the double knows about it. */
export const route = <Extra>(method: string, path: string, extra: Extra, handle: Route<Extra>["handle"]): Route<Extra> => ({
  method,
  pattern: new URLPattern({ pathname: path }),
  handle,
  extra,
});

/** The first route that fits, with the call's path parameters filled in. Null when there is none. */
export function findRoute<Extra>(routes: readonly Route<Extra>[], call: Call): { route: Route<Extra>; call: Call } | null {
  for (const candidate of routes) {
    if (candidate.method !== call.method) continue;
    const match = candidate.pattern.exec({ pathname: call.url.pathname });
    if (!match) continue;
    const groups = Object.entries(match.pathname.groups).map(([name, value]) => [name, decodeURIComponent(value ?? "")]);
    return { route: candidate, call: { ...call, params: Object.fromEntries(groups) } };
  }
  return null;
}
