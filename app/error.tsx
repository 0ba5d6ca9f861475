"use client";

import { SomethingBroke } from "./_ui/something-broke";

type Props = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: Props) {
  return (
    <main id="main" tabIndex={-1} className="px-4 py-7 sm:px-6 sm:py-12">
      <SomethingBroke reference={error.digest} retry={reset} />
    </main>
  );
}
