import type { ReactNode } from "react";
import { type ButtonSize, type ButtonTone, buttonClass } from "./button-class";
import { QuietLink } from "./quiet-link";

type Props = { href: string; children: ReactNode; tone?: ButtonTone; size?: ButtonSize };

/** A link that looks like a button: for going somewhere, never for changing anything. */
export function LinkButton({ href, children, tone, size }: Props) {
  return (
    <QuietLink href={href} className={buttonClass(tone, size)}>
      {children}
    </QuietLink>
  );
}
