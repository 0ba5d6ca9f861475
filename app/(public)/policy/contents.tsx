import type { PolicySection } from "@/lib/terms/policy-document";

/** Stays in view beside the text on a wide screen; left out on paper, where links lead nowhere. */
export function Contents({ sections }: { sections: readonly PolicySection[] }) {
  return (
    <nav aria-labelledby="contents" className="print:hidden">
      <div className="lg:sticky lg:top-8">
        <h2 id="contents" className="mb-2 text-sm text-soft">
          Contents
        </h2>
        <ol className="grid sm:grid-cols-2 sm:gap-x-6 lg:grid-cols-1">
          {sections.map(({ number, title }) => (
            <li key={number}>
              <a
                href={`#section-${number}`}
                className="flex min-h-11 items-center gap-3 font-medium text-ink no-underline hover:text-brand hover:underline pointer-fine:min-h-9"
              >
                <span className="w-6 shrink-0 text-soft tabular-nums">{number}</span>
                {title}
              </a>
            </li>
          ))}
        </ol>
      </div>
    </nav>
  );
}
