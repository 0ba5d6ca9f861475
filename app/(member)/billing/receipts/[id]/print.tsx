"use client";

import { Button } from "@/app/_ui/button";

/** Prints the receipt alone. Without JavaScript the browser's own command does the same. */
export function Print() {
  return (
    <Button tone="secondary" onClick={() => window.print()}>
      Print
    </Button>
  );
}
