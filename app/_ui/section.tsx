import type { ReactNode } from "react";

type Props = { title: string; lead?: ReactNode; id?: string; children: ReactNode };

/** A part of a page: what it is about on the left, the matter itself on the right; one above the other on a narrow screen. */
export function Section({ title, lead, id, children }: Props) {
  return (
    <section id={id} className="grid gap-x-10 gap-y-4 border-t border-line pt-7 lg:grid-cols-[minmax(0,17rem)_minmax(0,1fr)]">
      <header className="grid content-start gap-1.5">
        <h2 className="text-lg">{title}</h2>
        {lead ? <div className="text-sm text-soft">{lead}</div> : null}
      </header>
      <div className="grid min-w-0 content-start gap-5">{children}</div>
    </section>
  );
}
