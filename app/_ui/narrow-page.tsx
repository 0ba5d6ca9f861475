import type { ReactNode } from "react";
import { Card } from "./card";

type Props = { title: string; lead?: ReactNode; children: ReactNode; below?: ReactNode };

/** A page that asks for one thing: log in, redeem an invite, reset a password. */
export function NarrowPage({ title, lead, children, below }: Props) {
  return (
    <div className="mx-auto grid w-full max-w-md gap-6 py-4 sm:py-10">
      <header className="grid gap-2">
        <h1 className="text-2xl sm:text-3xl">{title}</h1>
        {lead ? <div className="text-soft">{lead}</div> : null}
      </header>
      <Card>{children}</Card>
      {below ? <div className="grid gap-2 text-soft">{below}</div> : null}
    </div>
  );
}
