import { expect, test } from "vitest";
import { log } from "@/lib/base/log";
import { unfitTexts } from "@/tests/support/hostile-texts";
import { logLines, rawLog } from "@/tests/support/log-watch";

test.each(unfitTexts)("a log line with %s in a field is one line of plain text, and still says what it was", (_, text) => {
  log.info("a hostile field", { text });
  expect(rawLog().trimEnd()).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200F\u202E\u2066-\u2069]/u);
  expect(logLines()).toMatchObject([{ event: "a hostile field", text }]);
});
