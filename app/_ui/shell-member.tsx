import type { ReactNode } from "react";
import { AccountMenu } from "./account-menu";
import { NarrowNav, WideNav } from "./member-nav";
import { QuietLink } from "./quiet-link";
import { TextLink } from "./text-link";
import { Wordmark } from "./wordmark";

type Props = { name: string; isStaff: boolean; logOut: () => Promise<void>; children: ReactNode };

/** The frame of the member's pages. `name` is what the member calls themselves, or their e-mail address; `logOut` is a server action. */
export function ShellMember({ name, isStaff, logOut, children }: Props) {
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(3.5rem+env(safe-area-inset-bottom))] sm:pb-0">
      <header className="border-b border-line bg-surface print:hidden">
        <div className="mx-auto flex min-h-16 w-full max-w-6xl items-center justify-between gap-4 px-4 sm:px-6">
          <QuietLink href="/home" className="inline-flex min-h-11 items-center no-underline">
            <Wordmark />
          </QuietLink>
          <AccountMenu name={name} logOut={logOut} beside={isStaff ? { href: "/operator", label: "Operator" } : undefined} />
        </div>
        <WideNav />
      </header>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl grow px-4 py-7 sm:px-6 sm:py-10">
        {children}
      </main>
      <footer className="mx-auto flex w-full max-w-6xl flex-wrap gap-x-6 px-4 pb-6 text-sm text-soft sm:px-6 print:hidden">
        <TextLink href="/policy" alone>
          Data security policy
        </TextLink>
        <TextLink href="/status" alone>
          Status
        </TextLink>
        <TextLink href="/report" alone>
          Report something
        </TextLink>
      </footer>
      <NarrowNav />
    </div>
  );
}
