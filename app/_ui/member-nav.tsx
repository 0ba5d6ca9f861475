"use client";

import { usePathname } from "next/navigation";
import { MoreIcon } from "./icons";
import { type MemberLink, memberLinks } from "./member-links";
import { QuietLink } from "./quiet-link";

const isCurrent = (path: string, href: string) => path === href || path.startsWith(`${href}/`);

const wide =
  "inline-flex min-h-11 items-center border-b-2 border-transparent px-0.5 font-medium text-soft no-underline hover:text-ink aria-[current]:border-kelp aria-[current]:font-semibold aria-[current]:text-ink";

/** A row of links under the top bar, from 640 pixels on. */
export function WideNav() {
  const path = usePathname();
  return (
    <nav aria-label="Main" className="mx-auto hidden w-full max-w-6xl px-6 sm:block">
      <ul className="-mb-px flex flex-wrap gap-x-6">
        {memberLinks.map(({ href, label }) => (
          <li key={href}>
            <QuietLink href={href} className={wide} aria-current={isCurrent(path, href) ? "page" : undefined}>
              {label}
            </QuietLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const tab =
  "flex min-h-14 w-full flex-col items-center justify-center gap-0.5 px-1 text-xs font-medium text-soft no-underline aria-[current]:font-semibold aria-[current]:text-brand";

/** Tabs along the bottom edge, under 640 pixels: four pages, and the others behind "More", which opens without scripts. */
export function NarrowNav() {
  const path = usePathname();
  const rest = memberLinks.slice(4);
  const inRest = rest.some(({ href }) => isCurrent(path, href));
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden print:hidden"
    >
      <ul className="grid grid-cols-5">
        {memberLinks.slice(0, 4).map((link) => (
          <li key={link.href}>
            <Tab link={link} current={isCurrent(path, link.href)} />
          </li>
        ))}
        <li>
          <details key={path}>
            <summary className={`${tab} list-none ${inRest ? "font-semibold text-brand" : ""}`}>
              <MoreIcon />
              More
            </summary>
            <ul className="absolute right-2 bottom-full mb-2 grid w-56 rounded-panel border border-line bg-surface p-1.5 shadow-raised">
              {rest.map(({ href, label, Icon }) => (
                <li key={href}>
                  <QuietLink
                    href={href}
                    aria-current={isCurrent(path, href) ? "page" : undefined}
                    className="flex min-h-11 items-center gap-3 rounded-control px-3 font-medium text-ink no-underline aria-[current]:bg-brand-tint aria-[current]:text-brand"
                  >
                    <Icon />
                    {label}
                  </QuietLink>
                </li>
              ))}
            </ul>
          </details>
        </li>
      </ul>
    </nav>
  );
}

function Tab({ link: { href, label, Icon }, current }: { link: MemberLink; current: boolean }) {
  return (
    <QuietLink href={href} className={tab} aria-current={current ? "page" : undefined}>
      <Icon />
      {label}
    </QuietLink>
  );
}
