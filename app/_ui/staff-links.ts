import { may, type Permission, type Role } from "@/lib/accounts/permissions";

export type StaffLink = { href: string; label: string; permission: Permission };

/** The operator's pages, in the order in which the menu shows them, and the permission that each asks for. */
export const staffLinks: readonly StaffLink[] = [
  { href: "/operator", label: "Today", permission: "console.read" },
  { href: "/operator/invites", label: "Invites", permission: "invites.read" },
  { href: "/operator/members", label: "Members", permission: "members.read" },
  { href: "/operator/money", label: "Money", permission: "money.read" },
  { href: "/operator/staff", label: "Staff", permission: "staff.read" },
  { href: "/operator/reports", label: "Reports", permission: "reports.read" },
  { href: "/operator/anomalies", label: "Anomalies", permission: "anomalies.read" },
  { href: "/operator/blocks", label: "Blocks", permission: "blocks.read" },
  { href: "/operator/incidents", label: "Incidents", permission: "incidents.read" },
  { href: "/operator/resets", label: "Factor resets", permission: "factors.read-resets" },
  { href: "/operator/access-log", label: "Access log", permission: "access-log.read" },
  { href: "/operator/retention", label: "Retention", permission: "console.read" },
  { href: "/operator/service", label: "Service", permission: "console.read" },
  { href: "/operator/reviews", label: "Reviews", permission: "reviews.read" },
  { href: "/operator/controls", label: "Controls", permission: "controls.read" },
  { href: "/operator/evidence", label: "Evidence", permission: "evidence.read" },
  { href: "/operator/processors", label: "Processors", permission: "processors.read" },
  { href: "/operator/patches", label: "Patches", permission: "patches.read" },
  { href: "/operator/keys", label: "Keys", permission: "keys.read" },
];

/** The pages that a role may see. */
export function linksFor(role: Role): StaffLink[] {
  return staffLinks.filter(({ permission }) => may(role, permission));
}

/** The permission that the page of a path asks for; null for a path that is no staff page of the menu. */
export function permissionOf(path: string): Permission | null {
  const of = /^\/operator\/members\/[^/]+\/(support|contact)$/.exec(path)?.[1];
  if (of) return of === "support" ? "members.support-view" : "members.contact";
  const closest = staffLinks.findLast(({ href }) => path === href || path.startsWith(`${href}/`));
  return closest?.permission ?? null;
}
