/** Where a page of a list begins: after a row, or, going back, before one. The row is named by its id alone. */
export type Cursor = { way: "after" | "before"; id: string };

/** One page of a list: by what it is sorted, in which direction, from where, and how many rows at the most. */
export type Page<Sort extends string> = { sort: Sort; descending: boolean; cursor: Cursor | null; limit: number };

/** The page of rows that are all in memory, in their order. Past a row that is not among them there is nothing. */
export function pageOfRows<Row extends { id: string }>(
  rows: readonly Row[],
  { cursor, limit }: Pick<Page<string>, "cursor" | "limit">,
): Row[] {
  if (!cursor) return rows.slice(0, limit);
  const at = rows.findIndex(({ id }) => id === cursor.id);
  if (at === -1) return [];
  return cursor.way === "after" ? rows.slice(at + 1, at + 1 + limit) : rows.slice(Math.max(0, at - limit), at);
}
