import Link from "next/link";
import type { ComponentPropsWithRef } from "react";

type Props = Omit<ComponentPropsWithRef<typeof Link>, "prefetch" | "style">;

/**
 * A link that is fetched when it is followed and not before. Every page here is rendered on demand for one person,
 * so fetching ahead would cost the server a dozen requests a page, and would look like use of the account.
 */
export function QuietLink(props: Props) {
  return <Link prefetch={false} {...props} />;
}
