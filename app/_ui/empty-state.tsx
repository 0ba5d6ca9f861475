import type { ReactNode } from "react";

type Props = { title: string; children: ReactNode; action?: ReactNode };

/** What stands where a list would be: why it is empty, and what to do next. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="grid justify-items-start gap-3 rounded-panel border border-dashed border-edge bg-canvas px-5 py-6 sm:px-6">
      <p className="font-semibold">{title}</p>
      <div className="max-w-prose text-soft">{children}</div>
      {action ? <div className="mt-1 flex flex-wrap gap-3">{action}</div> : null}
    </div>
  );
}
