import { transaction } from "@/db/client";
import { type ListedProcessor, type ProcessorFilter, pageProcessorRows } from "@/db/queries/list-processors";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { calledProcessors } from "@/lib/oversight/processors/called";

type Staff = Extract<Actor, { kind: "staff" }>;
type Wanted = Omit<ProcessorFilter, "codes" | "day" | "id">;

export type { ListedProcessor };

const asked = (filter: Wanted): ProcessorFilter => ({
  ...filter,
  codes: calledProcessors.map(({ code }) => code),
  day: now().toISOString().slice(0, 10),
});

/** The register with what was taken off it, a page at a time. @throws AppError forbidden. */
export async function listProcessors(actor: Staff, filter: Wanted): Promise<ListedProcessor[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "processors.read");
    return await pageProcessorRows(tx, asked(filter));
  });
}

const anything = { search: "", state: null, called: null, sort: "name", descending: false, cursor: null, limit: 1 } as const;

/** One entry of the register. @throws AppError forbidden; not_found. */
export async function findListedProcessor(actor: Staff, id: string): Promise<ListedProcessor> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "processors.read");
    const [found] = await pageProcessorRows(tx, { ...asked(anything), id });
    if (!found) throw new AppError("not_found");
    return found;
  });
}

const columns: [name: string, cell: (row: ListedProcessor) => string | null | undefined][] = [
  ["id", ({ id }) => id],
  ["code", ({ code }) => code],
  ["name", ({ name }) => name],
  ["state", ({ state }) => state],
  ["purpose", ({ purpose }) => purpose],
  ["data", ({ data }) => data],
  ["region", ({ region }) => region],
  ["hosts", ({ hosts }) => hosts.join(" ")],
  ["agreement", ({ agreement }) => agreement],
  ["agreed_on", ({ agreedOn }) => agreedOn],
  ["certificate", ({ certificate }) => certificate],
  ["certificate_until", ({ certificateUntil }) => certificateUntil],
  ["reviewed_on", ({ reviewedOn }) => reviewedOn],
  ["review_due", ({ reviewDue }) => reviewDue],
  ["since", ({ since }) => since.toISOString()],
  ["withdrawn_at", ({ withdrawnAt }) => withdrawnAt?.toISOString()],
];

/** The register as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportProcessors(actor: Staff, filter: Omit<Wanted, "cursor" | "limit">, reason: ExportReason): Promise<string> {
  const { search, state, called } = filter;
  return await exportList(actor, {
    name: "processors",
    permissions: ["processors.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search, state, called }),
    listed: "staff",
    page: (tx, cursor, limit) => pageProcessorRows(tx, asked({ ...filter, cursor, limit })),
    accountOf: () => null,
    head: columns.map(([name]) => name),
    cells: (row) => columns.map(([, cell]) => cell(row) ?? ""),
  });
}
