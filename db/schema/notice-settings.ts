import { sql } from "drizzle-orm";
import { check, date, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { moment } from "@/db/schema/columns";

const choice = (name: string) =>
  text(name, { enum: ["at_once", "digest", "never"] })
    .notNull()
    .default("at_once");

/**
 * When a member wants to be told, kind by kind, and when they want to be left alone: minutes after midnight by their own clock. Quiet
 * hours that end before they begin go past midnight. No row: everything at once, and no quiet hours.
 */
export const noticeSettings = pgTable(
  "notice_settings",
  {
    accountId: uuid("account_id")
      .primaryKey()
      .references(() => accounts.id),
    questions: text("questions", { enum: ["at_once", "never"] })
      .notNull()
      .default("at_once"),
    offers: choice("offers"),
    work: choice("work"),
    connection: choice("connection"),
    quietStartMinute: smallint("quiet_start_minute"),
    quietEndMinute: smallint("quiet_end_minute"),
    digestMinute: smallint("digest_minute").notNull().default(1080),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [
    check("notice_settings_questions", sql`${table.questions} in ('at_once', 'never')`),
    check(
      "notice_settings_choices",
      sql`${table.offers} in ('at_once', 'digest', 'never') and ${table.work} in ('at_once', 'digest', 'never') and ${table.connection} in ('at_once', 'digest', 'never')`,
    ),
    check(
      "notice_settings_quiet",
      sql`(${table.quietStartMinute} is null) = (${table.quietEndMinute} is null) and ${table.quietStartMinute} between 0 and 1439 and ${table.quietEndMinute} between 0 and 1439 and ${table.quietStartMinute} <> ${table.quietEndMinute}`,
    ),
    check("notice_settings_digest", sql`${table.digestMinute} between 0 and 1439`),
  ],
);

/** The days, by the member's calendar, for which a digest was made: one a day, whatever crashes. */
export const noticeDigests = pgTable(
  "notice_digests",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    day: date("day").notNull(),
    madeAt: moment("made_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.day] })],
);
