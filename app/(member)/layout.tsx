import type { ReactNode } from "react";
import { IdleWarning } from "@/app/_ui/idle-warning";
import { ShellMember } from "@/app/_ui/shell-member";
import { endOf } from "@/lib/accounts/session-end";
import { now } from "@/lib/base/clock";
import { requireMember } from "@/lib/web/session";
import { IncidentBanner } from "./incident-banner";
import { logOut } from "./log-out";
import { stay } from "./stay";
import { TermsBanner } from "./terms-banner";

export default async function MemberLayout({ children }: { children: ReactNode }) {
  const member = await requireMember();
  return (
    <ShellMember name={member.email} isStaff={member.role !== null} logOut={logOut}>
      <IncidentBanner accountId={member.accountId} />
      <TermsBanner accountId={member.accountId} />
      {children}
      <IdleWarning end={endOf(member, now())} stay={stay} />
    </ShellMember>
  );
}
