import { type Tx, transaction } from "@/db/client";
import { type ControlState, listControlStates } from "@/db/queries/controls";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";
import { type Page, pageOfRows } from "@/lib/base/paging";
import type { Outcome } from "@/lib/oversight/seen";
import type { Check } from "@/lib/policy/control";
import { controls, everyCheck } from "@/lib/policy/controls";
import type { ClauseId } from "@/lib/terms/policy";

type Staff = Extract<Actor, { kind: "staff" }>;

/** A check, the clauses that rest on it, and how it stands; null before its first look. */
export type ListedCheck = Pick<Check, "id" | "about" | "everyMs"> & { clauses: ClauseId[]; state: ControlState | null };
export type CheckFilter = Page<"result" | "since" | "looked" | "about"> & { result: Outcome | null; clause: ClauseId | null };

const checksOf = (clause: ClauseId): readonly Check[] => ("checks" in controls[clause] ? controls[clause].checks : []);
/** The clauses that anything is looked at for. */
export const checkedClauses = (Object.keys(controls) as ClauseId[]).filter((clause) => checksOf(clause).length > 0);

/** What was never looked at is not known. */
export const resultOf = ({ state }: ListedCheck): Outcome => state?.result ?? "unknown";

const rank: Record<Outcome, number> = { fails: 0, unknown: 1, holds: 2 };
/** What has no time yet comes after all that has. */
const timeOf = (at: Date | undefined) => at?.getTime() ?? Number.MAX_SAFE_INTEGER;
const orders: Record<CheckFilter["sort"], (one: ListedCheck, other: ListedCheck) => number> = {
  result: (one, other) => rank[resultOf(one)] - rank[resultOf(other)],
  since: (one, other) => timeOf(one.state?.since) - timeOf(other.state?.since),
  looked: (one, other) => timeOf(one.state?.at) - timeOf(other.state?.at),
  about: (one, other) => one.about.localeCompare(other.about, "en"),
};

/** The checks are some fifty, and stand in the code: they are narrowed, sorted and cut into pages here, beside how the database has them. */
async function pageOfChecks(tx: Tx, filter: CheckFilter): Promise<ListedCheck[]> {
  const { result, clause, sort, descending } = filter;
  const states = new Map((await listControlStates(tx)).map((state) => [state.checkId, state]));
  const found = everyCheck
    .map(({ id, about, everyMs }) => {
      const clauses = checkedClauses.filter((one) => checksOf(one).some((check) => check.id === id));
      return { id, about, everyMs, clauses, state: states.get(id) ?? null };
    })
    .filter((check) => (result === null || resultOf(check) === result) && (clause === null || check.clauses.includes(clause)))
    .toSorted(orders[sort]);
  return pageOfRows(descending ? found.toReversed() : found, filter);
}

/** Every check as the worker last left it, a page at a time. @throws AppError forbidden */
export async function listControls(actor: Staff, filter: CheckFilter): Promise<ListedCheck[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "controls.read");
    return await pageOfChecks(tx, filter);
  });
}

const columns: [name: string, cell: (row: ListedCheck) => string | undefined][] = [
  ["check", ({ id }) => id],
  ["about", ({ about }) => about],
  ["clauses", ({ clauses }) => clauses.join(" ")],
  ["result", resultOf],
  ["seen", ({ state }) => state?.seen],
  ["since", ({ state }) => state?.since.toISOString()],
  ["looked_at", ({ state }) => state?.at.toISOString()],
  ["last_held_at", ({ state }) => state?.heldAt?.toISOString()],
  ["every_seconds", ({ everyMs }) => String(everyMs / 1_000)],
];

/** The same as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportControls(actor: Staff, filter: Omit<CheckFilter, "cursor" | "limit">, reason: ExportReason): Promise<string> {
  return await exportList(actor, {
    name: "controls",
    permissions: ["controls.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", result: filter.result, clause: filter.clause }),
    listed: "staff",
    page: (tx, cursor, limit) => pageOfChecks(tx, { ...filter, cursor, limit }),
    accountOf: () => null,
    head: columns.map(([name]) => name),
    cells: (row) => columns.map(([, cell]) => cell(row) ?? ""),
  });
}
