import { AppError } from "@/lib/base/errors";

/** The largest file of invites, in bytes, and the most rows. */
export const mostFileBytes = 64 * 1024;
export const mostFileRows = 500;

export type FileRow = { /** As an editor counts lines, the head being 1. */ line: number; address: string };

const refuse = (why: string, line = 0) => new AppError("invalid_input", { reason: `file_${why}`, ...(line ? { line: String(line) } : {}) });

/**
 * The cells of a CSV text (RFC 4180: commas, double quotes, doubled inside), each row with the line that it begins on. Strict: a quote that
 * does not enclose a whole cell, or is not closed, refuses the file, since what comes after it could be read in two ways.
 */
function readCsv(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let [line, begun, at] = [1, 1, 0];
  let cells: string[] = [];
  while (at < text.length || cells.length > 0) {
    cell.lastIndex = at;
    const found = cell.exec(text);
    if (!found) throw refuse("quotes", line);
    const [whole, quoted, bare = "", end] = found;
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += whole.split("\n").length - 1;
    at = cell.lastIndex;
    if (end === ",") continue;
    rows.push({ line: begun, cells });
    [cells, begun] = [[], line];
  }
  return rows;
}

/**
 * The addresses of a file of invites: CSV in UTF-8 with a head, of which one column is called `email`; the others are left unread. The file
 * is taken whole or refused whole; what each address is worth is told row by row later. Empty lines do not count.
 * @throws AppError invalid_input with `reason` file_large, file_empty, file_head, file_rows, or, with the `line`, file_quotes, file_cells.
 */
export function readInviteFile(text: string): FileRow[] {
  if (Buffer.byteLength(text) > mostFileBytes) throw refuse("large");
  const [head, ...rows] = readCsv(text.replace(/^\uFEFF/, "")).filter(({ cells }) => cells.some((value) => value.trim() !== ""));
  if (!head) throw refuse("empty");
  const names = head.cells.map((name) => name.trim().toLowerCase());
  const column = names.indexOf("email");
  if (column < 0 || column !== names.lastIndexOf("email")) throw refuse("head");
  if (rows.length === 0) throw refuse("empty");
  if (rows.length > mostFileRows) throw refuse("rows");
  const ragged = rows.find(({ cells }) => cells.length !== names.length);
  if (ragged) throw refuse("cells", ragged.line);
  return rows.map(({ line, cells }) => ({ line, address: (cells[column] ?? "").trim() }));
}
