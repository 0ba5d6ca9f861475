"use client";

import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import { SomethingBroke } from "./_ui/something-broke";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Stands in for the root layout when that is what failed, so it brings its own document and styles. */
export default function GlobalError({ error, reset }: Props) {
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        <title>This page failed to load · Holdfast</title>
        <main id="main" tabIndex={-1} className="px-4 py-7 sm:px-6 sm:py-12">
          <SomethingBroke reference={error.digest} retry={reset} />
        </main>
      </body>
    </html>
  );
}
