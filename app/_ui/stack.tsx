import type { ReactNode } from "react";

/** The parts of a page below one another, at the one distance that pages use. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className="grid gap-7 sm:gap-9">{children}</div>;
}
