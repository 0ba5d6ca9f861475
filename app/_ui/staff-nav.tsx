"use client";

import { usePathname } from "next/navigation";
import { CaretIcon } from "./icons";
import { QuietLink } from "./quiet-link";

type Props = { links: readonly { href: string; label: string }[] };

const item =
  "flex min-h-11 items-center rounded-control border-l-4 border-transparent px-3 font-medium text-soft no-underline hover:bg-sunken hover:text-ink aria-[current]:border-kelp aria-[current]:bg-sunken aria-[current]:font-semibold aria-[current]:text-ink";

function Links({ links }: Props) {
  const path = usePathname();
  const current = links.findLast(({ href }) => path === href || path.startsWith(`${href}/`))?.href;
  return (
    <ul className="grid gap-0.5">
      {links.map(({ href, label }) => (
        <li key={href}>
          <QuietLink href={href} className={item} aria-current={href === current ? "page" : undefined}>
            {label}
          </QuietLink>
        </li>
      ))}
    </ul>
  );
}

/** The staff menu beside the page, from 1024 pixels on. */
export function WideStaffNav({ links }: Props) {
  return (
    <nav aria-label="Operator" className="hidden w-52 shrink-0 lg:block print:hidden">
      <div className="sticky top-6">
        <Links links={links} />
      </div>
    </nav>
  );
}

/** The same menu folded above the page on narrower screens. A details element: it opens without scripts, and closes as the page changes. */
export function NarrowStaffNav({ links }: Props) {
  return (
    <nav aria-label="Operator" className="mb-6 lg:hidden print:hidden">
      <details key={usePathname()} className="group rounded-control border border-line bg-surface">
        <summary className="flex min-h-11 list-none items-center justify-between px-4 font-semibold">
          Pages
          <span className="text-soft group-open:rotate-180">
            <CaretIcon />
          </span>
        </summary>
        <div className="border-t border-line p-1.5">
          <Links links={links} />
        </div>
      </details>
    </nav>
  );
}
