import { refuse } from "@/sandbox/stripe/refusal";

interface Page {
  readonly limit: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
  readonly created?: { gt?: number; gte?: number; lt?: number; lte?: number };
}

/** One page of objects, newest first, in Stripe's list shape. `oldestFirst` is everything that fits the call's filters. */
export function listOf<T extends { id: string }>(url: string, oldestFirst: readonly T[], page: Page, createdOf: (one: T) => number) {
  const { gt, gte, lt, lte } = page.created ?? {};
  const all = oldestFirst.toReversed().filter((one) => {
    const at = createdOf(one);
    return at > (gt ?? -1) && at >= (gte ?? 0) && at < (lt ?? Infinity) && at <= (lte ?? Infinity);
  });
  const cursor = (id: string, param: string) => {
    const at = all.findIndex((one) => one.id === id);
    if (at < 0) throw refuse.missing("object", id, param);
    return at;
  };
  if (page.ending_before !== undefined) {
    const end = cursor(page.ending_before, "ending_before");
    const start = Math.max(0, end - page.limit);
    return { object: "list" as const, url, has_more: start > 0, data: all.slice(start, end) };
  }
  const start = page.starting_after === undefined ? 0 : cursor(page.starting_after, "starting_after") + 1;
  const data = all.slice(start, start + page.limit);
  return { object: "list" as const, url, has_more: start + data.length < all.length, data };
}

/** A list that is part of an object and holds all there is. */
export const wholeList = <T>(url: string, data: T[]) => ({ object: "list" as const, url, has_more: false, data });

/** So many of an invoice's lines come with it, as Stripe has it; the others are listed on their own. */
const mostEmbedded = 10;

/** A replacer for `JSON.stringify`: of an invoice's lines the first ones, and that there are more. */
export function withFirstLines(key: string, value: unknown): unknown {
  if (key !== "lines" || typeof value !== "object" || value === null || !("data" in value) || !Array.isArray(value.data)) return value;
  return value.data.length > mostEmbedded ? { ...value, data: value.data.slice(0, mostEmbedded), has_more: true } : value;
}
