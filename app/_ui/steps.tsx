import type { ReactNode } from "react";

export type Step = { title: string; state: "done" | "current" | "todo"; children?: ReactNode; action?: ReactNode };

const said = { done: "Done: ", current: "Now: ", todo: "Later: " } as const;

const marks = {
  done: "border-good bg-good-tint text-good",
  current: "border-brand bg-brand text-on-brand",
  todo: "border-edge bg-surface text-soft",
} as const;

/** A checklist in order. Only the current step shows its action, so that there is one thing to do next. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="grid">
      {steps.map((step, index) => (
        <li
          key={step.title}
          aria-current={step.state === "current" ? "step" : undefined}
          className="group grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-4"
        >
          <div className="flex flex-col items-center" aria-hidden="true">
            <span
              className={`grid size-9 shrink-0 place-items-center rounded-full border-2 text-sm font-bold tabular-nums ${marks[step.state]}`}
            >
              {step.state === "done" ? <Tick /> : index + 1}
            </span>
            <span className="w-0.5 grow bg-line group-last:hidden" />
          </div>
          <div className="grid content-start gap-2 pt-1.5 pb-6 group-last:pb-0">
            <h3 className={step.state === "todo" ? "text-soft" : ""}>
              <span className="sr-only">{said[step.state]}</span>
              {step.title}
            </h3>
            {step.children ? <div className="max-w-prose text-soft">{step.children}</div> : null}
            {step.state === "current" && step.action ? <div className="mt-1">{step.action}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Tick() {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
      aria-hidden="true"
    >
      <path d="m3.5 8.5 3 3 6-6.5" />
    </svg>
  );
}
