"use client";

import { usePathname } from "next/navigation";
import { CaretIcon } from "./icons";
import { QuietLink } from "./quiet-link";
import { SubmitButton } from "./submit-button";

type Props = {
  name: string;
  logOut: () => Promise<void>;
  /** The other set of pages that the account has: staff's for a member's, and the other way round. */
  beside?: { href: string; label: string };
};

const item = "flex min-h-11 items-center rounded-control px-3 font-medium text-ink no-underline hover:bg-sunken";

/** Who is logged in, and the way out. A details element, so that it opens without scripts; it closes when the page changes. */
export function AccountMenu({ name, logOut, beside }: Props) {
  return (
    <details key={usePathname()} className="relative -mr-3 min-w-0">
      <summary className="flex min-h-11 max-w-60 list-none items-center gap-1.5 rounded-control px-3 font-medium hover:bg-sunken">
        <span className="sr-only">Account: </span>
        <span className="truncate">{name}</span>
        <span className="shrink-0 text-soft">
          <CaretIcon />
        </span>
      </summary>
      <div className="absolute right-3 z-30 mt-1 grid w-56 gap-1.5 rounded-panel border border-line bg-surface p-1.5 shadow-raised">
        {beside ? (
          <QuietLink href={beside.href} className={item}>
            {beside.label}
          </QuietLink>
        ) : null}
        <QuietLink href="/settings" className={item}>
          Settings
        </QuietLink>
        <form action={logOut} className="grid">
          <SubmitButton tone="secondary" pending="Logging out">
            Log out
          </SubmitButton>
        </form>
      </div>
    </details>
  );
}
