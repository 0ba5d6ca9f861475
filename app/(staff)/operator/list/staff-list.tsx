import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { LinkButton } from "@/app/_ui/link-button";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { ExportForm } from "./export-form";
import { FilterForm } from "./filter-form";
import { type Asked, addressOf, cutPage, isShortBefore, type ListShape, wayOf } from "./list-shape";

type Filters = Record<string, readonly string[]>;
export type ListColumn<Row, Sort extends string> = Column<Row> & { sort?: Sort };
type Props<Row, Sort extends string, Of extends Filters> = {
  shape: ListShape<Sort, Of>;
  asked: Asked<Sort, Of>;
  /** What the list is of, as its caption begins. */
  title: string;
  columns: readonly ListColumn<Row, Sort>[];
  /** As they were found for `pageOf(asked)`: perhaps one more than is shown. */
  rows: readonly Row[];
  /** What stands there while nothing was narrowed and there is nothing. */
  empty: ReactNode;
  /** Whether the reader may take it as a file. */
  mayExport: boolean;
};

/**
 * The one list of staff's pages: a form that narrows and sorts, a table whose heads sort, pages before and after, and the whole of it as a
 * file. All are links and forms that get, so that each state has an address and works by keyboard and without scripts.
 */
export function StaffList<Row extends { id: string }, Sort extends string, Of extends Filters>(props: Props<Row, Sort, Of>) {
  const { shape, asked, title, columns, rows, empty, mayExport } = props;
  if (isShortBefore(rows, asked.cursor)) redirect(addressOf(shape.path, asked));
  const { shown, previous, next } = cutPage(rows, asked.cursor);
  const isNarrowed = asked.search !== "" || Object.values(asked.filters).some((value) => value !== null);
  const { label, of } = shape.sorts[asked.sort];
  const caption = `${title}, by ${label.toLowerCase()}, ${wayOf(of, asked.descending)}`;
  return (
    <>
      <FilterForm shape={shape} asked={asked} />
      <section id="list" aria-label={title} tabIndex={-1} className="grid gap-5">
        {shown.length > 0 ? (
          <Table caption={caption} columns={columns.map((column) => withSort(column, shape, asked))} rows={shown} rowKey={({ id }) => id} />
        ) : (
          <Nothing isNarrowed={isNarrowed} isPaged={asked.cursor !== null} path={shape.path} empty={empty} />
        )}
        {previous || next ? (
          <nav aria-label="Pages of the list" className="flex flex-wrap gap-3">
            {previous ? (
              <>
                <LinkButton href={addressOf(shape.path, asked)} tone="secondary">
                  First page
                </LinkButton>
                <LinkButton href={addressOf(shape.path, asked, previous)} tone="secondary">
                  Previous page
                </LinkButton>
              </>
            ) : null}
            {next ? <LinkButton href={addressOf(shape.path, asked, next)}>Next page</LinkButton> : null}
          </nav>
        ) : null}
      </section>
      {mayExport && (shown.length > 0 || isNarrowed) ? <ExportForm path={shape.path} asked={asked} isNarrowed={isNarrowed} /> : null}
    </>
  );
}

function withSort<Row, Sort extends string, Of extends Filters>(
  column: ListColumn<Row, Sort>,
  { path, sorts }: ListShape<Sort, Of>,
  asked: Asked<Sort, Of>,
): Column<Row> {
  const { sort } = column;
  if (sort === undefined) return column;
  const isSorted = asked.sort === sort;
  const descending = isSorted ? !asked.descending : sorts[sort].descending;
  const way = isSorted ? (asked.descending ? "descending" : "ascending") : "none";
  return { ...column, order: { href: addressOf(path, { ...asked, sort, descending }), way } };
}

function Nothing({ isNarrowed, isPaged, path, empty }: { isNarrowed: boolean; isPaged: boolean; path: string; empty: ReactNode }) {
  if (!isNarrowed && !isPaged) return empty;
  return (
    <div className="grid justify-items-start gap-3 rounded-panel border border-dashed border-edge bg-canvas px-5 py-6 sm:px-6">
      <p className="font-semibold">{isNarrowed ? "Nothing fits what you look for" : "There is nothing on this page any more"}</p>
      <p className="max-w-prose text-soft">
        {isNarrowed ? "Try another part of the text, or take away a filter." : "What stood here is gone, or is further ahead by now."}
      </p>
      <TextLink href={path} alone>
        Show the whole list
      </TextLink>
    </div>
  );
}
