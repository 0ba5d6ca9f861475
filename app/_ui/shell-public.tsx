import type { ReactNode } from "react";
import { LinkButton } from "./link-button";
import { QuietLink } from "./quiet-link";
import { TextLink } from "./text-link";
import { Wordmark } from "./wordmark";

/** The frame of the pages that anyone may see. */
export function ShellPublic({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-b border-line bg-surface print:hidden">
        <div className="mx-auto flex min-h-16 w-full max-w-6xl items-center justify-between gap-4 px-4 sm:px-6">
          <QuietLink href="/" className="inline-flex min-h-11 items-center no-underline">
            <Wordmark />
          </QuietLink>
          <nav aria-label="Main" className="flex items-center gap-1 sm:gap-4">
            <QuietLink
              href="/policy"
              className="inline-flex min-h-11 items-center px-2 font-medium text-soft no-underline hover:text-ink aria-[current]:text-ink"
            >
              Policy
            </QuietLink>
            <LinkButton href="/login" size="small">
              Log in
            </LinkButton>
          </nav>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl grow px-4 py-7 sm:px-6 sm:py-12">
        {children}
      </main>
      <footer className="border-t border-line print:hidden">
        <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-x-8 gap-y-1 px-4 py-5 text-sm text-soft sm:px-6">
          <p>Holdfast is an invitation-only prototype.</p>
          <nav aria-label="Foot" className="flex flex-wrap gap-x-6">
            <TextLink href="/policy" alone>
              Data security policy
            </TextLink>
            <TextLink href="/trust" alone>
              Trust
            </TextLink>
            <TextLink href="/status" alone>
              Status
            </TextLink>
            <TextLink href="/report" alone>
              Report something
            </TextLink>
          </nav>
        </div>
      </footer>
    </div>
  );
}
