import { expect, test } from "vitest";
import { comesFromUs, isAuthenticatedByRequest, laneOf } from "@/lib/edge/origin";

const ours = "https://holdfast.example";
const post = { method: "POST", pathname: "/login", origin: ours, fetchSite: "same-origin" };

test.each([
  ["our own origin", post],
  ["our own origin, from a browser that says nothing of the site", { ...post, fetchSite: null }],
  ["our own origin, sent again by the person", { ...post, fetchSite: "none" }],
  ["a read from anywhere", { ...post, method: "GET", origin: "https://elsewhere.example", fetchSite: "cross-site" }],
  ["a webhook without an origin", { ...post, pathname: "/api/stripe/webhook", origin: null, fetchSite: null }],
])("%s may go on", (_, asked) => {
  expect(comesFromUs(asked, ours)).toBe(true);
});

test.each([
  ["a foreign origin", { ...post, origin: "https://elsewhere.example" }],
  ["no origin", { ...post, origin: null }],
  ["the origin null", { ...post, origin: "null" }],
  ["our name under another scheme", { ...post, origin: "http://holdfast.example" }],
  ["our name with another port", { ...post, origin: "https://holdfast.example:8443" }],
  ["a name that only begins like ours", { ...post, origin: "https://holdfast.example.elsewhere.example" }],
  ["what the browser calls cross-site", { ...post, fetchSite: "cross-site" }],
  ["what the browser calls same-site", { ...post, fetchSite: "same-site" }],
  ["another method that changes state", { ...post, method: "DELETE", origin: null }],
  ["a path that only looks like a webhook's", { ...post, pathname: "/api/stripe/webhook/x", origin: null }],
])("%s is refused", (_, asked) => {
  expect(comesFromUs(asked, ours)).toBe(false);
});

test("only routes that carry their own proof skip the check", () => {
  const own = [
    ["POST", "/api/stripe/webhook"],
    ["POST", "/api/platforms/field-nation/webhook"],
    ["POST", "/api/unsubscribe/a-token"],
    ["GET", "/calendar/a-token"],
    ["HEAD", "/calendar/a-token"],
  ] as const;
  expect(own.map(([method, path]) => laneOf(method, path))).toEqual(["stripe", "platforms", "unsubscribe", "calendar", "calendar"]);
  const otherMethods = own.filter(([method]) => method === "POST").map(([, path]) => path);
  expect(otherMethods.filter((path) => isAuthenticatedByRequest("GET", path))).toEqual([]);
  const others = ["/", "/login", "/api/auth/signout", "/api/stripe/", "/calendar/t", "/api/platforms/webhook", "/api/unsubscribe/t/u"];
  expect(others.filter((path) => isAuthenticatedByRequest("POST", path))).toEqual([]);
});
