import { expect, test } from "vitest";
import { assertServing } from "@/lib/platforms/read-reply";

const thrownBy = (status: number, retryAfter?: string) => {
  try {
    assertServing({ status, headers: { "retry-after": retryAfter }, text: "" });
    return null;
  } catch (thrown) {
    return thrown as { kind: string; retryAfterSeconds: number | null };
  }
};
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

test.each([
  ["a number of seconds", "90", 90],
  ["more than an hour", "86400", 3_600],
  ["a date that is past", inSeconds(-60), null],
  ["neither", "soon", null],
  ["nothing", undefined, null],
])("Retry-After that is %s", (_, text, retryAfterSeconds) => {
  expect(thrownBy(429, text)).toMatchObject({ kind: "rate_limited", retryAfterSeconds });
  expect(thrownBy(503, text)).toMatchObject({ kind: "unavailable", retryAfterSeconds });
});

test("Retry-After that is a date ahead is counted from now", () => {
  const seconds = thrownBy(429, inSeconds(90))?.retryAfterSeconds ?? 0;
  expect(seconds).toBeGreaterThan(85);
  expect(seconds).toBeLessThanOrEqual(90);
});

test("a refusal that is the call's own fault is no trouble of the platform", () => expect(thrownBy(404)).toBeNull());
