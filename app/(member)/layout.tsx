import type { ReactNode } from "react";
import { ShellMember } from "@/app/_ui/shell-member";
import { requireMember } from "@/lib/web/session";
import { logOut } from "./log-out";

export default async function MemberLayout({ children }: { children: ReactNode }) {
  const member = await requireMember();
  return (
    <ShellMember name={member.email} logOut={logOut}>
      {children}
    </ShellMember>
  );
}
