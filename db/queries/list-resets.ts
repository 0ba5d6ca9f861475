import { and, eq, gt, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import type { FactorResetRow } from "@/db/queries/factor-resets";
import { keyset } from "@/db/queries/keyset";
import { accounts, factorResets } from "@/db/schema";
import { isId } from "@/lib/base/ids";
import type { Page } from "@/lib/base/paging";

const r = factorResets;

/**
 * How a reset stands: a second person's word is missing; it waits for its moment; it is carried out at the account's next login; that has
 * been; somebody cancelled it. Open are the first three.
 */
export const resetStates = ["open", "waiting", "counting", "ready", "applied", "cancelled"] as const;
export type ResetFilter = Page<"asked" | "counts"> & {
  /** A part of the address of whose factors they are, or that account's id. */
  search: string;
  state: (typeof resetStates)[number] | null;
};
/** A reset with the addresses of whose factors they are, of who asked (null for the host), and of who confirmed. */
export type ListedReset = FactorResetRow & { email: string; askedByEmail: string | null; confirmedByEmail: string | null };

const isOpen = and(isNull(r.appliedAt), isNull(r.cancelledAt));
const inState = (at: Date): Record<(typeof resetStates)[number], SQL | undefined> => ({
  open: isOpen,
  waiting: and(isOpen, isNull(r.effectiveAt)),
  counting: and(isOpen, gt(r.effectiveAt, at)),
  ready: and(isOpen, lte(r.effectiveAt, at)),
  applied: isNotNull(r.appliedAt),
  cancelled: isNotNull(r.cancelledAt),
});

/** What has no moment yet comes after all that has. */
const sorts = { asked: sql`${r.createdAt}`, counts: sql`coalesce(${r.effectiveAt}, 'infinity')` };

const askers = alias(accounts, "askers");
const confirmers = alias(accounts, "confirmers");

/** Resets that a filter lets through, as they stand at `at`, a page at a time. */
export async function listResetRows(tx: Tx, filter: ResetFilter, at: Date): Promise<ListedReset[]> {
  const { search, state, sort, limit } = filter;
  const { past, order, turned } = keyset({ table: r, id: r.id, by: sorts[sort] }, filter);
  const byAddress = sql`${r.accountId} in (select lookup.search_accounts(${search.toLowerCase()}))`;
  const sought = isId(search) ? or(eq(r.accountId, search), byAddress) : byAddress;
  const rows = await tx
    .select({ reset: r, email: accounts.email, askedByEmail: askers.email, confirmedByEmail: confirmers.email })
    .from(r)
    .innerJoin(accounts, eq(accounts.id, r.accountId))
    .leftJoin(askers, eq(askers.id, r.askedBy))
    .leftJoin(confirmers, eq(confirmers.id, r.confirmedBy))
    .where(and(search ? sought : undefined, state ? inState(at)[state] : undefined, past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows).map(({ reset, ...addresses }) => ({ ...reset, ...addresses }));
}
