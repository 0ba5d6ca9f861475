import type { ReactNode } from "react";
import { ShellPublic } from "@/app/_ui/shell-public";

export default function PublicLayout({ children }: { children: ReactNode }) {
  return <ShellPublic>{children}</ShellPublic>;
}
