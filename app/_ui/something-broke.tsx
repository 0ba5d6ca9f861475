"use client";

import { Button } from "./button";
import { NarrowPage } from "./narrow-page";

type Props = { reference: string | undefined; retry: () => void };

/** What a person sees when a page failed through our fault. The reference finds the matching line in our log; it says nothing else. */
export function SomethingBroke({ reference, retry }: Props) {
  return (
    <NarrowPage
      title="This page failed to load"
      lead="The fault is ours. What you sent just now may not have been saved: look before you send it again."
    >
      <p>Work orders that are being watched go on as before; this concerns only the page.</p>
      <div className="flex flex-wrap items-center gap-3">
        <Button tone="primary" onClick={retry}>
          Try again
        </Button>
        {/* A plain form, so that the browser loads the page anew: the scripts of this one may be what failed. */}
        <form action="/" method="get">
          <Button type="submit" tone="secondary">
            Go to the front page
          </Button>
        </form>
      </div>
      {reference ? (
        <p className="text-sm text-soft">
          If it happens again, tell us this reference: <code className="text-ink">{reference}</code>
        </p>
      ) : null}
    </NarrowPage>
  );
}
