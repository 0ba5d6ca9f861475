import type { ReactNode } from "react";
import { ShellStaff } from "@/app/_ui/shell-staff";
import { linksFor } from "@/app/_ui/staff-links";
import { requireStaff } from "@/lib/web/session";
import { logOut } from "../../(member)/log-out";

export default async function StaffLayout({ children }: { children: ReactNode }) {
  const staff = await requireStaff("console.read");
  return (
    <ShellStaff name={staff.email} role={staff.role} links={linksFor(staff.role)} logOut={logOut}>
      {children}
    </ShellStaff>
  );
}
