import type { Metadata } from "next";
import { MissingPage } from "./_ui/missing-page";
import { ShellPublic } from "./_ui/shell-public";

export const metadata: Metadata = { title: "No such page" };

/** For an address that leads nowhere. */
export default function NotFound() {
  return (
    <ShellPublic>
      <MissingPage />
    </ShellPublic>
  );
}
