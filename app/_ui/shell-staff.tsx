import type { ReactNode } from "react";
import { AccountMenu } from "./account-menu";
import { capital } from "./capital";
import { QuietLink } from "./quiet-link";
import { NarrowStaffNav, WideStaffNav } from "./staff-nav";
import { TextLink } from "./text-link";
import { Wordmark } from "./wordmark";

type Props = {
  name: string;
  /** The staff role, which stands beside the mark on every page. */
  role: string;
  links: readonly { href: string; label: string }[];
  logOut: () => Promise<void>;
  children: ReactNode;
};

/** The frame of staff's pages: a band of kelp and the role along the top tell it from the member's, so that nobody mistakes where they are. */
export function ShellStaff({ name, role, links, logOut, children }: Props) {
  const shown = links.map(({ href, label }) => ({ href, label }));
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-t-4 border-b border-t-kelp border-b-line bg-surface print:hidden">
        <div className="mx-auto flex min-h-16 w-full max-w-7xl items-center justify-between gap-4 px-4 sm:px-6">
          <QuietLink href="/operator" className="inline-flex min-h-11 shrink-0 items-center gap-3 no-underline">
            <Wordmark />
            <span className="rounded-full bg-warn-tint px-2.5 py-0.5 text-sm font-semibold text-warn">
              <span className="max-sm:sr-only">Operator: </span>
              {capital(role)}
            </span>
          </QuietLink>
          <AccountMenu name={name} logOut={logOut} beside={{ href: "/home", label: "Your own pages" }} />
        </div>
      </header>
      <div className="mx-auto flex w-full max-w-7xl grow gap-10 px-4 py-7 sm:px-6 sm:py-9">
        <WideStaffNav links={shown} />
        <main id="main" tabIndex={-1} className="min-w-0 grow">
          <NarrowStaffNav links={shown} />
          {children}
        </main>
      </div>
      <footer className="mx-auto w-full max-w-7xl px-4 pb-6 text-sm text-soft sm:px-6 print:hidden">
        Every look at a member and every change is a line in the access log.{" "}
        <TextLink href="/policy" alone>
          Data security policy
        </TextLink>
      </footer>
    </div>
  );
}
