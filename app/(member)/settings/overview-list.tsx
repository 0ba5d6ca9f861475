import type { ReactNode } from "react";
import { QuietLink } from "@/app/_ui/quiet-link";

export type OverviewRow = { href: string; title: string; state: ReactNode };

/** The pages of the settings, each with how it stands. */
export function OverviewList({ rows }: { rows: readonly OverviewRow[] }) {
  return (
    <ul className="divide-y divide-line">
      {rows.map(({ href, title, state }) => (
        <li key={href} className="grid gap-x-6 gap-y-0.5 py-3 first:pt-0 last:pb-0 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <QuietLink href={href} className="text-link justify-self-start font-semibold">
            {title}
          </QuietLink>
          <span className="min-w-0 text-soft wrap-anywhere">{state}</span>
        </li>
      ))}
    </ul>
  );
}
