import type { PolicySection } from "@/lib/terms/policy-document";

/** One section; each clause's number is a link to itself, to be copied or shared. */
export function SectionText({ section }: { section: PolicySection }) {
  return (
    <section aria-labelledby={`section-${section.number}`} className="print:break-inside-avoid">
      <h2 id={`section-${section.number}`} className="flex scroll-mt-6 gap-3 border-b-2 border-kelp pb-2 text-xl">
        <span className="w-12 shrink-0 text-soft tabular-nums">{section.number}</span>
        {section.title}
      </h2>
      <dl className="divide-y divide-line">
        {section.clauses.map(({ id, text }) => (
          <div key={id} id={`clause-${id}`} className="flex scroll-mt-6 gap-3 py-3">
            <dt className="w-12 shrink-0">
              <a
                href={`#clause-${id}`}
                aria-label={`Clause ${id}`}
                className="-my-2.5 inline-flex min-h-11 min-w-11 items-center font-semibold text-brand tabular-nums no-underline hover:underline"
              >
                {id}
              </a>
            </dt>
            <dd className="min-w-0">
              {text}{" "}
              <a href={`/trust/${id}`} className="text-link text-sm print:hidden">
                How it stands<span className="sr-only">: clause {id}</span>
              </a>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
