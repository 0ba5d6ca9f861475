import { expect, test } from "vitest";
import { isActivity } from "@/lib/web/request-kind";

const tree = (marker: string | null) => encodeURIComponent(JSON.stringify(["", { children: ["home", {}] }, null, marker]));

test.each<[string, Record<string, string>]>([
  ["a page opened", { "sec-fetch-dest": "document" }],
  ["a page opened by a browser that says nothing", {}],
  ["a link followed", { rsc: "1", "sec-fetch-dest": "empty", "next-router-state-tree": tree(null) }],
  ["a form sent by script", { "next-action": "abc", "sec-fetch-dest": "empty" }],
])("%s is a sign of a person", (_, given) => {
  expect(isActivity(given)).toBe(true);
});

test.each<[string, Record<string, string>]>([
  ["a prefetch by the router", { rsc: "1", "next-router-prefetch": "1" }],
  ["a segment's prefetch", { rsc: "1", "next-router-segment-prefetch": "/_tree" }],
  ["a prefetch by the browser", { "sec-purpose": "prefetch;prerender", "sec-fetch-dest": "document" }],
  ["a prefetch by an older browser", { purpose: "prefetch" }],
  ["an event stream", { accept: "text/event-stream", "sec-fetch-dest": "empty" }],
  ["a fetch in the background", { accept: "*/*", "sec-fetch-dest": "empty" }],
  ["a page that refreshes itself", { rsc: "1", "sec-fetch-dest": "empty", "next-router-state-tree": tree("refetch") }],
])("%s is not", (_, given) => {
  expect(isActivity(given)).toBe(false);
});
