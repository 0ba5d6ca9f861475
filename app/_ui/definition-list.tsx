import type { ReactNode } from "react";

type Item = {
  term: string;
  detail: ReactNode;
  /** The detail is sentences rather than a value: they stand below the term. */
  prose?: boolean;
};

/** Pairs of a name and its value, ruled like a ledger. */
export function DefinitionList({ items }: { items: readonly Item[] }) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ term, detail, prose }) => (
        <div
          key={term}
          className={`grid items-baseline gap-x-6 py-2.5 first:pt-0 last:pb-0 ${prose ? "gap-y-0.5" : "grid-cols-[fit-content(45%)_minmax(0,1fr)]"}`}
        >
          <dt className="text-soft">{term}</dt>
          <dd className={`min-w-0 ${prose ? "" : "text-right font-medium"}`}>{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
