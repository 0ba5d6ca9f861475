import type { ReactNode } from "react";

type Item = { term: string; detail: ReactNode };

/** Pairs of a name and its value, ruled like a ledger. */
export function DefinitionList({ items }: { items: readonly Item[] }) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ term, detail }) => (
        <div key={term} className="grid grid-cols-[fit-content(45%)_minmax(0,1fr)] items-baseline gap-x-6 py-2.5 first:pt-0 last:pb-0">
          <dt className="text-soft">{term}</dt>
          <dd className="min-w-0 text-right font-medium">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
