/** "login": led there. "ignored": answered as if the trick were not there. "tree": the folders that a path lies in, and nothing rendered. */
export type Outcome = number | "login" | "ignored" | "tree";

const five = (name: string) => Array(5).fill(name).join(":");
const subrequests = ["1", "middleware", "src/middleware", "pages/_middleware", five("middleware"), five("src/middleware")];
export const rsc = { rsc: "1", "next-url": "/" };
/** By a reader who is not logged in and wants a member's page: attack, path, headers, outcome. */
export const readings: [attack: string, path: string, headers: Record<string, string>, outcome: Outcome][] = [
  ...subrequests.map((value): (typeof readings)[number] => [
    `x-middleware-subrequest: ${value}`,
    "/settings",
    { "x-middleware-subrequest": value },
    "login",
  ]),
  ["x-middleware-subrequest-id", "/settings", { "x-middleware-subrequest-id": "1" }, "login"],
  ["x-middleware-invoke", "/settings", { "x-middleware-invoke": "1", "x-middleware-next": "1" }, "login"],
  ["x-middleware-rewrite", "/", { "x-middleware-rewrite": "/settings" }, "ignored"],
  [
    "x-middleware-override-headers",
    "/settings",
    { "x-middleware-override-headers": "cookie", "x-middleware-request-cookie": "x" },
    "login",
  ],
  ["x-invoke-path and its kin", "/", { "x-invoke-path": "/settings", "x-invoke-output": "/settings", "x-invoke-status": "200" }, "ignored"],
  ["x-matched-path", "/", { "x-matched-path": "/settings", "x-now-route-matches": "1=settings" }, "ignored"],
  ["x-nextjs-rewritten-path", "/", { "x-nextjs-rewritten-path": "/settings" }, "ignored"],
  ["x-nextjs-data", "/settings", { "x-nextjs-data": "1" }, "login"],
  ["x-prerender-revalidate", "/settings", { "x-prerender-revalidate": "x" }, "login"],
  ["a preview's cookies", "/settings", { cookie: "__prerender_bypass=x; __next_preview_data=y" }, "login"],
  ["x-original-url and x-rewrite-url", "/", { "x-original-url": "/settings", "x-rewrite-url": "/settings" }, "ignored"],
  ["x-forwarded-host and -proto", "/settings", { "x-forwarded-host": "elsewhere.example", "x-forwarded-proto": "https" }, "login"],
  ["a Host that is not ours", "/settings", { host: "elsewhere.example" }, "login"],
  ["a forged internal header", "/settings", { "x-holdfast-address": "127.0.0.1", "x-holdfast-path": "//elsewhere.example" }, "login"],
  ["a session cookie of one's own making", "/settings", { cookie: "__Host-holdfast-session=eyJhbGciOiJub25lIn0..e30." }, "login"],
  ["the router's request", "/settings", rsc, "login"],
  ["the router's request with _rsc", "/settings?_rsc=1abc2", rsc, "login"],
  ["a prefetch", "/settings", { ...rsc, "next-router-prefetch": "1" }, "tree"],
  ["a prefetch of one segment", "/settings", { ...rsc, "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" }, "tree"],
  ["a refresh of the page alone", "/settings", { ...rsc, "next-router-state-tree": treeOf("settings") }, "login"],
  ["a router's tree that is none", "/settings", { ...rsc, "next-router-state-tree": "%7B" }, 400],
  ["/settings.rsc", "/settings.rsc", {}, 404],
  ["a segment's file", "/settings.segments/_tree.segment.rsc", {}, 404],
  ["/_next/data", "/_next/data/build/settings.json", {}, 404],
  ["/_next/image", "/_next/image?url=%2Fsettings&w=64&q=75", {}, 404],
  ["/_next/image of elsewhere", "/_next/image?url=https%3A%2F%2Felsewhere.example%2Fx.png&w=64&q=75", {}, 404],
  ["__nextLocale", "/settings?__nextLocale=en&__nextDefaultLocale=en", {}, "login"],
  ["__nextDataReq and __nextFallback", "/settings?__nextDataReq=1&__nextFallback=1", {}, "login"],
  ["a route parameter in the query", "/?nxtPid=settings&nxtIpath=settings", {}, "ignored"],
  ["a trailing slash", "/settings/", {}, "login"],
  ["doubled slashes", "//settings", {}, "login"],
  ["doubled slashes before a host", "//elsewhere.example/settings", {}, 404],
  ["a dotted path", "/login/../settings", {}, 400],
  ["a path with encoded dots", "/login/%2e%2e/settings", {}, 400],
  ["a path out of the built files", "/_next/static/../../settings", {}, 400],
  ["a path out of the built files, encoded", "/_next/static/..%2f..%2fsettings", {}, 400],
  ["a backslash", "/login\\..\\settings", {}, 400],
  ["an encoded letter", "/%73ettings", {}, 404],
  ["a doubly encoded letter", "/%2573ettings", {}, 404],
  ["another case", "/SETTINGS", {}, 404],
  ["a matrix parameter", "/settings;a=b", {}, 404],
  ["a NUL", "/settings%00", {}, 404],
  ["what is no UTF-8", "/settings%ff", {}, 400],
  ["a group's folder", "/(member)/settings", {}, 404],
  ["the file of a page", "/settings/page", {}, 404],
  ["a whole address of ours", "http://localhost/settings", {}, 400],
  ["a whole address of elsewhere", "http://elsewhere.example/settings", {}, 400],
];

function treeOf(page: string): string {
  return encodeURIComponent(JSON.stringify(["", { children: [page, { children: ["__PAGE__", {}] }, null, "refetch"] }, null, null]));
}

/** Where a call with the member's own cookie may come from, that is not a page of ours. */
export const foreign: [attack: string, headers: Record<string, string>][] = [
  ["another site", { origin: "https://elsewhere.example" }],
  [
    "another site under a forged host",
    { origin: "https://elsewhere.example", host: "elsewhere.example", "x-forwarded-host": "elsewhere.example" },
  ],
  ["a sandboxed frame", { origin: "null" }],
  ["a program that names no origin", {}],
];
