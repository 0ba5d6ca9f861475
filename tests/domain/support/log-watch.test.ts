import { expect, test } from "vitest";
import { log } from "@/lib/base/log";
import { expectComplaints, logLines } from "@/tests/support/log-watch";

test("an announced warning passes, and what was logged can be looked at", () => {
  expectComplaints("platform answered slowly");
  log.warn("platform answered slowly", { milliseconds: 900 });
  expect(logLines()).toEqual([expect.objectContaining({ level: "warn", milliseconds: 900 })]);
});

test.fails("an unannounced warning fails the test", () => {
  log.warn("nobody expected this");
});
