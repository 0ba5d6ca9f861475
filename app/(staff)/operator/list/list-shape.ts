import { z } from "zod";
import type { Cursor, Page } from "@/lib/base/paging";

export type SortFacts = { label: string; of: "time" | "text" | "amount" | "standing"; descending: boolean };

/** What a list can be asked for by its address: the same names make the filter form, the links in its heads and the file to take. */
export type ListShape<Sort extends string, Filters extends Record<string, readonly string[]>> = {
  path: string;
  /** How its file is called, where that is not the end of its path. */
  file?: string;
  /** What can be searched for, as the field is labelled; null where nothing can. */
  search: string | null;
  /** What names a row in an address; a UUID unless said otherwise. */
  rowName?: z.ZodType<string>;
  /** By what it can be sorted, and whether the first click goes down. The first one is what it is sorted by unasked. */
  sorts: Record<Sort, SortFacts>;
  filters: { [Name in keyof Filters]: { label: string; options: Filters[Name]; labels?: Partial<Record<Filters[Name][number], string>> } };
};

export type Query = Record<string, string | string[] | undefined>;

export type Asked<Sort extends string, Filters extends Record<string, readonly string[]>> = {
  search: string;
  sort: Sort;
  descending: boolean;
  filters: { [Name in keyof Filters]: Filters[Name][number] | null };
  cursor: Cursor | null;
};

const ways = {
  time: ["earliest first", "latest first"],
  text: ["A to Z", "Z to A"],
  amount: ["least first", "most first"],
  standing: ["worst first", "best first"],
} as const;
/** In which order a sort goes, in words. */
export const wayOf = (of: SortFacts["of"], descending: boolean): string => ways[of][descending ? 1 : 0];

export const perPage = 25;
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

function cursorOf(query: Query, rowName: z.ZodType<string>): Cursor | null {
  for (const way of ["after", "before"] as const) {
    const id = rowName.safeParse(one(query[way]));
    if (id.success) return { way, id: id.data };
  }
  return null;
}

/** What an address, or the fields of a form, ask of a list. Whatever does not fit is as if it were not there. */
export function readAsked<Sort extends string, Filters extends Record<string, readonly string[]>>(
  { sorts, filters, search: searchable, rowName = z.uuid() }: ListShape<Sort, Filters>,
  query: Query,
): Asked<Sort, Filters> {
  const search = z.string().max(254).catch("").parse(one(query.q)).replace(/\p{C}/gu, "").trim();
  const known = Object.keys(sorts) as Sort[];
  const given = one(query.sort) ?? "";
  const named = known.find((sort) => sort === given.replace(/^-/, ""));
  const sort = named ?? (known[0] as Sort);
  const chosen = Object.entries(filters).map(([name, { options }]) => {
    const value = one(query[name]);
    return [name, (options as readonly string[]).find((option) => option === value) ?? null];
  });
  return {
    search: searchable === null ? "" : search,
    sort,
    descending: named ? given.startsWith("-") : sorts[sort].descending,
    filters: Object.fromEntries(chosen) as Asked<Sort, Filters>["filters"],
    cursor: cursorOf(query, rowName),
  };
}

/** The sort as an address has it: "email", or "-email" for downwards. */
export const sortName = ({ sort, descending }: { sort: string; descending: boolean }) => `${descending ? "-" : ""}${sort}`;

/** What narrows and sorts a list, as names and values: what stays the same from page to page, and goes along with an export. */
export function fieldsOf(asked: Asked<string, Record<string, readonly string[]>>): [name: string, value: string][] {
  const filters = Object.entries(asked.filters).filter((entry): entry is [string, string] => entry[1] !== null);
  return [...(asked.search ? [["q", asked.search] as [string, string]] : []), ...filters, ["sort", sortName(asked)]];
}

/** The address of a list, at its head or from a row on. The fragment has the next key press begin at the list and not at the page's top. */
export function addressOf(path: string, asked: Asked<string, Record<string, readonly string[]>>, cursor: Cursor | null = null): string {
  const query = new URLSearchParams(fieldsOf(asked));
  if (cursor) query.set(cursor.way, cursor.id);
  return `${path}?${query}#list`;
}

/** The page of rows to ask the data for: one more than is shown, which tells whether there are more. */
export function pageOf<Sort extends string>({ sort, descending, cursor }: Asked<Sort, Record<string, readonly string[]>>): Page<Sort> {
  return { sort, descending, cursor, limit: perPage + 1 };
}

/** Whether less than a page stands before a row, since rows have moved meanwhile: then that is the first page, which is shown whole instead. */
export const isShortBefore = (rows: readonly unknown[], cursor: Cursor | null): boolean =>
  cursor?.way === "before" && rows.length < perPage;

export type Cut<Row> = { shown: Row[]; previous: Cursor | null; next: Cursor | null };

/** The rows that are shown of those that were found, and where the pages before and after them begin. */
export function cutPage<Row extends { id: string }>(rows: readonly Row[], cursor: Cursor | null): Cut<Row> {
  const goesBack = cursor?.way === "before";
  const isMore = rows.length > perPage;
  const shown = goesBack ? rows.slice(-perPage) : rows.slice(0, perPage);
  const [first, last] = [shown[0], shown.at(-1)];
  const isBefore = goesBack ? isMore : cursor !== null;
  return {
    shown,
    previous: first && isBefore ? { way: "before", id: first.id } : null,
    next: last && (goesBack || isMore) ? { way: "after", id: last.id } : null,
  };
}
