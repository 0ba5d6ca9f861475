/** Texts that break out of a line, or make it read as something else. None may be stored. */
export const unfitTexts: [what: string, text: string][] = [
  ["NUL", "a\u0000b"],
  ["a line break", "a\nSet-Cookie: x=1"],
  ["a carriage return", "a\r\nBcc: everyone"],
  ["an escape sequence", "\u001B[2J\u001B[1;31mowned"],
  ["a C1 control", "a\u009Bb"],
  ["a right-to-left override", "invoice\u202Efdp.exe"],
  ["an isolate", "a\u2066b\u2069"],
  ["a direction mark", "a\u200Fb"],
  ["a line separator", "a\u2028b"],
  ["a lone surrogate", "a\uD800b"],
];

/** Texts that are markup, formulas or code elsewhere, and here only text. */
export const markupTexts = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</title><svg onload=alert(1)>",
  "{{7*7}} <%= 7*7 %>",
  "javascript:alert(1)",
  '=HYPERLINK("http://example.org","a")',
  "'; drop table accounts; --",
  "&lt;b&gt;already escaped&lt;/b&gt;",
];
