export const roles = ["support", "billing", "security", "owner", "auditor"] as const;
export type Role = (typeof roles)[number];

/**
 * What staff may do, and which roles may do it (clauses 3a and 3c). Whatever is not here, nobody may. Row security in db/rights.sql
 * holds the same bounds once more for what changes other people's rows.
 */
export const permissions = {
  "console.read": ["support", "billing", "security", "owner", "auditor"],
  "invites.read": ["support", "security", "owner", "auditor"],
  "invites.write": ["support", "owner"],
  "members.read": ["support", "billing", "security", "owner", "auditor"],
  "members.contact": ["support", "security", "owner"],
  "members.export": ["security", "owner"],
  "members.cap": ["owner"],
  "members.suspend": ["security", "owner"],
  "members.terminate": ["owner"],
  "members.support-view": ["support", "owner"],
  "money.read": ["billing", "owner", "auditor"],
  "refunds.write": ["billing", "owner"],
  "books.repair": ["billing", "owner"],
  "staff.read": ["security", "owner", "auditor"],
  "staff.write": ["owner"],
  "factors.read-resets": ["security", "owner", "auditor"],
  "factors.reset": ["security", "owner"],
  "access-log.read": ["security", "owner", "auditor"],
  "reviews.read": ["security", "owner", "auditor"],
  "reviews.judge": ["security", "owner"],
  "lists.export": ["billing", "security", "owner", "auditor"],
  "keys.read": ["security", "owner", "auditor"],
  "keys.rotate": ["security", "owner"],
  "reports.read": ["support", "security", "owner", "auditor"],
  "reports.handle": ["security", "owner"],
  "anomalies.read": ["security", "owner", "auditor"],
  "anomalies.handle": ["security", "owner"],
  "blocks.read": ["security", "owner", "auditor"],
  "blocks.write": ["security", "owner"],
  "controls.read": ["security", "owner", "auditor"],
  "controls.ask": ["security", "owner"],
  "incidents.read": ["security", "owner", "auditor"],
  "incidents.handle": ["security", "owner"],
  "evidence.read": ["security", "owner", "auditor"],
  "evidence.write": ["security", "owner"],
  "processors.read": ["security", "owner", "auditor"],
  "processors.write": ["security", "owner"],
  "patches.read": ["security", "owner", "auditor"],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

/** Whether a role may do something. No role may do nothing. */
export function may(role: Role | null, permission: Permission): boolean {
  return role !== null && (permissions[permission] as readonly Role[]).includes(role);
}
