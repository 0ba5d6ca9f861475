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
