import { z } from "zod";

export type Query = Record<string, string | string[] | undefined>;
export const perPage = 25;

/** What a list's address asks for. Whatever does not fit is as if it were not there. */
export function readFilter<State extends string>(query: Query, states: readonly State[]) {
  const search = z.string().trim().max(254).catch("").parse(query.q).replace(/\p{C}/gu, "");
  const state = states.find((known) => known === query.state) ?? null;
  const before = z
    .uuid()
    .nullable()
    .catch(null)
    .parse(query.before ?? null);
  return { search, state, before };
}

/** The rows of a page, and the address of the next where one row more was found than a page shows. */
export function cutPage<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  path: string,
  { search, state }: { search: string; state: string | null },
): { shown: Row[]; older: string | null } {
  const shown = rows.slice(0, perPage);
  const last = shown.at(-1);
  if (rows.length <= perPage || !last) return { shown, older: null };
  const query = new URLSearchParams({ ...(search ? { q: search } : {}), ...(state ? { state } : {}), before: idOf(last) });
  return { shown, older: `${path}?${query}` };
}
