import type { ReactNode } from "react";
import { CaretIcon } from "./icons";

/** More on a matter, folded away until asked for. A native details element: needs no script. */
export function Disclosure({ summary, children, open }: { summary: ReactNode; children: ReactNode; open?: boolean }) {
  return (
    <details open={open} className="group rounded-control border border-line bg-surface">
      <summary className="flex min-h-11 list-none items-center justify-between gap-3 px-4 py-2 font-semibold">
        <span className="min-w-0">{summary}</span>
        <span className="shrink-0 text-soft motion-safe:transition-transform group-open:rotate-180">
          <CaretIcon />
        </span>
      </summary>
      <div className="grid gap-4 border-t border-line px-4 py-4">{children}</div>
    </details>
  );
}
