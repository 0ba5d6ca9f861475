/** Where a page of a list begins: after a row, or, going back, before one. The row is named by its id alone. */
export type Cursor = { way: "after" | "before"; id: string };

/** One page of a list: by what it is sorted, in which direction, from where, and how many rows at the most. */
export type Page<Sort extends string> = { sort: Sort; descending: boolean; cursor: Cursor | null; limit: number };
