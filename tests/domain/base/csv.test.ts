import { expect, test } from "vitest";
import { toCsv } from "@/lib/base/csv";

test.each([
  ["=HYPERLINK(A1)", '"\'=HYPERLINK(A1)"'],
  ["+1", '"\'+1"'],
  ["-1", '"\'-1"'],
  ["@sum", '"\'@sum"'],
  ["\n=1+1", '"\'\n=1+1"'],
  ["＝1+1", '"\'＝1+1"'],
  ['a "b", c', '"a ""b"", c"'],
  ["a\r\nb", '"a\r\nb"'],
  ["Zoë", '"Zoë"'],
])("the cell %j stays text", (text, written) => {
  expect(toCsv([[text]])).toBe(`${written}\r\n`);
});
