import { pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id } from "@/db/schema/columns";

/** Somebody with a dead invite link asked the operator for a new one. One an address, however often it is sent; a new invite removes it. */
export const inviteAsks = pgTable("invite_asks", {
  id: id(),
  email: text("email").notNull().unique(),
  createdAt: createdAt(),
});
