import { inject } from "vitest";
import type { TestWorld } from "@/tests/support/test-world";

/** The world that the suites of web and browser share: everything that it does not reset is seen by other files too, so make your own invite, account and offers. */
export function world(): TestWorld {
  return inject("world");
}
