import type { ReactNode } from "react";
import { QuietLink } from "./quiet-link";

type Props = { href: string; children: ReactNode /** Stands alone, so it gets the height of a finger. */; alone?: boolean };

/** A link in or after text. */
export function TextLink({ href, children, alone }: Props) {
  return (
    <QuietLink href={href} className={alone ? "text-link inline-flex min-h-11 items-center" : "text-link"}>
      {children}
    </QuietLink>
  );
}
