import { timestamp, uuid } from "drizzle-orm/pg-core";
import { newId } from "@/lib/base/ids";

/** A primary key: UUID version 7, made by the application. */
export const id = () => uuid("id").primaryKey().$defaultFn(newId);
/** A moment in UTC, with time zone, as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
/** When the row was made, by the database's clock. */
export const createdAt = () => moment("created_at").notNull().defaultNow();
