/** What a spreadsheet takes for the start of a formula, also behind a quote (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;
const cell = (text: string) => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** A table as CSV (RFC 4180), in UTF-8 with every cell quoted. What would be a formula is preceded by an apostrophe, so that it stays text. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
