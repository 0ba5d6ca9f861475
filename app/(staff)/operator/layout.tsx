import type { ReactNode } from "react";
import { IdleWarning } from "@/app/_ui/idle-warning";
import { ShellStaff } from "@/app/_ui/shell-staff";
import { linksFor, permissionOf } from "@/app/_ui/staff-links";
import { may } from "@/lib/accounts/permissions";
import { endOf } from "@/lib/accounts/session-end";
import { now } from "@/lib/base/clock";
import { answerWithStatus } from "@/lib/web/answer-status";
import { anyStaff, noteRefusedPage, pathAsked } from "@/lib/web/session";
import { logOut } from "../../(member)/log-out";
import { stay } from "../../(member)/stay";
import NotFound from "../../not-found";
import Forbidden from "./forbidden";

/**
 * The frame of staff's pages. Who is no staff gets the very markup of a missing page, and who may not see a page the reason why: what a
 * page's own guard throws would be drawn by a script alone. Each page guards itself all the same, also when the frame stays as it is.
 */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const staff = await anyStaff();
  if (!staff) {
    answerWithStatus(404);
    await noteRefusedPage("not_found", "");
    return <NotFound />;
  }
  const permission = permissionOf(await pathAsked());
  const refused = permission !== null && !may(staff.role, permission);
  if (refused) {
    answerWithStatus(403);
    await noteRefusedPage("forbidden", permission);
  }
  return (
    <ShellStaff name={staff.email} role={staff.role} links={linksFor(staff.role)} logOut={logOut}>
      {refused ? <Forbidden /> : children}
      <IdleWarning end={endOf(staff, now())} stay={stay} />
    </ShellStaff>
  );
}
