import type { ReactNode } from "react";
import { QuietLink } from "./quiet-link";

export type Column<Row> = {
  head: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** Heads the row: read out with each of its cells, and a card's first line on a narrow screen. */
  rowHead?: boolean;
  /** Sentences rather than a value: on a narrow screen they stand below the column's name, over the whole width. */
  prose?: boolean;
  /** How the rows are sorted by this column, and where they are sorted by it otherwise. */
  order?: { href: string; way: "ascending" | "descending" | "none" };
};

type Props<Row> = { caption: string; columns: readonly Column<Row>[]; rows: readonly Row[]; rowKey: (row: Row) => string };

/** A table that becomes a list of cards under 640 pixels. With no rows show an EmptyState instead. */
export function Table<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    <div className="overflow-x-auto rounded-panel border border-line bg-surface max-sm:border-0 max-sm:bg-transparent">
      <table className="w-full border-collapse text-left max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-sm:sr-only">
          <tr>
            {columns.map((column) => (
              <th
                key={column.head}
                scope="col"
                aria-sort={column.order?.way}
                className={`border-b border-line bg-canvas px-4 py-2.5 text-sm font-semibold text-soft ${column.align === "end" ? "text-right" : ""}`}
              >
                <Head column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:grid max-sm:gap-3">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className="max-sm:grid max-sm:gap-2 max-sm:rounded-panel max-sm:border max-sm:border-line max-sm:bg-surface max-sm:p-4 sm:not-last:border-b sm:not-last:border-line"
            >
              {columns.map((column) => (
                <Cell key={column.head} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const marks = { ascending: "↑", descending: "↓", none: "↕" } as const;

/** A column's name; one that sorts is a link, except on a narrow screen, where the heads are out of sight. */
function Head<Row>({ column: { head, order } }: { column: Column<Row> }) {
  if (!order) return head;
  return (
    <>
      <span className="sm:hidden">{head}</span>
      <QuietLink href={order.href} className="inline-flex items-baseline gap-1 text-soft hover:text-ink max-sm:hidden">
        {head}
        <span aria-hidden="true">{marks[order.way]}</span>
      </QuietLink>
    </>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const align = column.align === "end" ? "sm:text-right" : "";
  if (column.rowHead)
    return (
      <th scope="row" className={`px-4 py-3 align-top font-semibold max-sm:p-0 ${align}`}>
        {column.cell(row)}
      </th>
    );
  const beside = "max-sm:grid-cols-[fit-content(45%)_minmax(0,1fr)] max-sm:items-baseline max-sm:gap-x-4";
  return (
    <td className={`px-4 py-3 align-top max-sm:grid max-sm:p-0 ${column.prose ? "max-sm:gap-y-0.5" : beside} ${align}`}>
      <span aria-hidden="true" className="text-sm text-soft sm:hidden">
        {column.head}
      </span>
      <div className={`min-w-0 ${column.prose ? "" : "max-sm:text-right"}`}>{column.cell(row)}</div>
    </td>
  );
}
