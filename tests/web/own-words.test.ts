import { beforeAll, expect, test } from "vitest";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

/** What the framework, left alone, would answer in its own words. */
const { web } = world();
const ours = { origin: web };
const form = (...fields: [name: string, value: string][]) => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return { method: "POST", headers: ours, body: data };
};
const call = (action: string, body: string) => ({
  method: "POST",
  headers: { ...ours, "next-action": action, accept: "text/x-component", "content-type": "multipart/form-data; boundary=x" },
  body: `--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n${body}\r\n--x--\r\n`,
});
const shows = (tree: string): RequestInit => ({ headers: { rsc: "1", "next-router-state-tree": encodeURIComponent(tree) } });
const unknown = `7f${"0".repeat(40)}`;

const replies: [what: string, status: number, path: string, init?: RequestInit][] = [
  ["an unknown page", 404, "/nothing"],
  ["an unknown page under a known one", 404, "/settings/nothing"],
  ["an unknown API", 404, "/api/nothing"],
  ["an unknown built file", 404, "/_next/static/chunks/nothing.js"],
  ["an unknown file", 404, "/nothing.png"],
  ["a service of the framework's", 404, "/_next/image?url=%2Ffavicon.svg&w=64&q=75"],
  ["data of pages", 404, "/_next/data/build/settings.json"],
  ["the built-in error page", 404, "/_global-error"],
  ["another built-in error page", 404, "/_error"],
  ["a path that is no UTF-8", 400, "/%ff"],
  ["a path with half an escape", 400, "/%"],
  ["an encoded slash", 400, "/settings%2f"],
  ["a router's tree that cannot be read", 400, "/login?_rsc=x", shows("{")],
  ["a router's tree without a page", 400, "/login?_rsc=x", shows("[]")],
  ["a router's tree without folders", 400, "/login?_rsc=x", shows('[""]')],
  ["a router's tree with a folder that is none", 400, "/login?_rsc=x", shows('["",{"children":null}]')],
  ["a router's tree with a mark that means nothing", 400, "/login?_rsc=x", shows('["",{},null,"zzz"]')],
  ["a router's tree with a part of no kind", 400, "/login?_rsc=x", shows('[["id","1","zz",null],{}]')],
  ["a router's tree with too much in it", 400, "/login?_rsc=x", shows('["",{},null,null,1,"x",2]')],
  ["a page that is posted to without an action", 405, "/login", { method: "POST", headers: ours, body: "a=b" }],
  ["a public file that is posted to", 405, "/favicon.svg", { method: "POST", headers: ours }],
  ["an API's method that is not used", 405, "/api/health/live", { method: "POST", headers: ours }],
  ["an action that is not there", 409, "/login", call(unknown, "[]")],
  ["an action that cannot be one", 400, "/login", call("x", "[]")],
  ["an action on a page that is not there", 409, "/nothing", call(unknown, "[]")],
  ["a form's action that is not there", 409, "/login", form([`$ACTION_ID_${unknown}`, ""])],
  ["a form's action that is no action", 400, "/login", form(["$ACTION_REF_1", ""], ["$ACTION_1:0", "{{{"])],
  ["a form's action with arguments of no kind", 400, "/login", form(["$ACTION_REF_1", ""], ["$ACTION_1:0", '{"id":"00","bound":"$@1"}'])],
];

test.each(replies)("%s (%d) is answered in our words", async (_, status, path, init) => {
  const response = await fetch(`${web}${path}`, { redirect: "manual", ...init });
  const text = await response.text();
  expect(response.status).toBe(status);
  expect(text).toMatch(/There is no page here|This request cannot be read|This method is not used here|This page has changed/);
  expect(text).not.toMatch(/next\.js|Internal Server Error|Invalid Server Action|Server Action unavailable|^Not Found|\n\s+at /i);
  expect(response.headers.get("cache-control")).toContain("no-store");
  expect(response.headers.get("x-frame-options")).toBe("DENY");
  expect(response.headers.get("allow")).toBe(status === 405 ? "GET, HEAD" : null);
});

test("a part of a file is answered with the whole of it", async () => {
  for (const headers of [{ range: "bytes=999999-" }, { "if-match": '"x"' }] as Record<string, string>[]) {
    expect((await fetch(`${web}/favicon.svg`, { headers })).status).toBe(200);
  }
});

test("where HTML is asked for, a refusal is a page", async () => {
  const response = await fetch(`${web}/login`, {
    ...form(["$ACTION_REF_1", ""], ["$ACTION_1:0", "{"]),
    headers: { ...ours, accept: "text/html" },
  });
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).toContain("<h1>This request cannot be read</h1>");
});

let cookie: string;
beforeAll(async () => {
  useWorldSettings();
  cookie = await logInCookie(web, await givenMember());
});

test("what a page itself finds missing is said without scripts too", async () => {
  const response = await fetch(`${web}/offers/00000000-0000-4000-8000-000000000000`, { headers: { cookie } });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("<noscript><h1>There is no page here</h1>");
});
