/** Rows of texts as aligned columns, for a terminal. Control characters are dropped, so that a stored text cannot steer it. */
export function formatRows(rows: string[][]): string {
  const clean = rows.map((row) => row.map((cell) => cell.replace(/\p{C}/gu, "")));
  const widths = (clean[0] ?? []).map((_, column) => Math.max(...clean.map((row) => (row[column] ?? "").length)));
  return clean
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
