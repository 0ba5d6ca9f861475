import { sql } from "drizzle-orm";
import { check, index, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id } from "@/db/schema/columns";

/**
 * Someone who can log in. `email` is normalised (NFKC, lower case) before it is stored. An erased account keeps its id, which the law
 * of billing needs, under an address that names nobody.
 */
export const accounts = pgTable(
  "accounts",
  {
    id: id(),
    email: text("email").notNull().unique(),
    state: text("state", { enum: ["active", "suspended", "terminated", "erased"] })
      .notNull()
      .default("active"),
    role: text("role", { enum: ["support", "billing", "security", "owner", "auditor"] }),
    createdAt: createdAt(),
  },
  (table) => [
    // The operator's list: in a state, of a role, by address, and whose address contains a text (three letters at a time).
    index("accounts_in_state").on(table.state, table.id),
    index("accounts_of_role").on(table.role, table.id).where(sql`${table.role} is not null`),
    index("accounts_members").on(table.id).where(sql`${table.role} is null and ${table.state} = 'active'`),
    index("accounts_email_trigrams").using("gin", sql`${table.email} gin_trgm_ops`),
    check("accounts_state", sql`${table.state} in ('active', 'suspended', 'terminated', 'erased')`),
    check("accounts_role", sql`${table.role} in ('support', 'billing', 'security', 'owner', 'auditor')`),
    check("accounts_email", sql`${table.email} = lower(${table.email}) and length(${table.email}) between 3 and 254`),
  ],
);
