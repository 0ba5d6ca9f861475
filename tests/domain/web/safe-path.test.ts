import { expect, test } from "vitest";
import { safePath } from "@/lib/web/safe-path";

test.each(["/offers", "/offers/1?tab=rules", "/billing/receipts/018f"])("%s is a place to go to after the login", (path) => {
  expect(safePath(path)).toBe(path);
});

test.each([
  "https://elsewhere.example/",
  "//elsewhere.example/",
  "/\\elsewhere.example/",
  "/\t/elsewhere.example/",
  "/%0d%0aSet-Cookie: a=b\r\n",
  "/.//elsewhere.example/",
  "/x/..//elsewhere.example/",
  "javascript:alert(1)",
  "offers",
  "/login",
  "/api/auth/signout",
  "",
  null,
  `/${"a".repeat(600)}`,
])("%s leads home instead", (path) => {
  expect(safePath(path)).toBe("/home");
});
