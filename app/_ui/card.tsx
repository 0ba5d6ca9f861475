import type { ReactNode } from "react";

type Props = { title?: ReactNode; actions?: ReactNode; children: ReactNode; footer?: ReactNode };

/** A panel for one thing. Its title is a second-level heading. */
export function Card({ title, actions, children, footer }: Props) {
  return (
    <section className="flex min-w-0 flex-col rounded-panel border border-line bg-surface shadow-panel">
      {title || actions ? (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 pt-5 sm:px-6">
          {title ? <h2 className="text-lg">{title}</h2> : null}
          {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
        </header>
      ) : null}
      <div className="grid grow content-start gap-4 px-5 py-5 sm:px-6">{children}</div>
      {footer ? (
        <footer className="rounded-b-panel border-t border-line bg-canvas px-5 py-3.5 text-sm text-soft sm:px-6">{footer}</footer>
      ) : null}
    </section>
  );
}
