import postgres from "postgres";
import { inject } from "vitest";

/** The address of this file's main database for a superuser. */
export function superuserUrl(): string {
  const url = new URL(inject("cluster").superuserUrl);
  url.pathname = new URL(process.env.DATABASE_URL ?? "").pathname;
  return url.href;
}

/** This file's main database as a superuser sees it, past rights and row security: to tamper with, and to look at what is stored. The caller ends it. */
export function asSuperuser(): postgres.Sql {
  return postgres(superuserUrl(), { max: 2, onnotice: () => undefined });
}

/** Runs statements as a superuser for whom triggers and foreign keys do not stand: what somebody with the database's files in hand could do. */
export function tamperWith(database: postgres.Sql) {
  return async (work: (sql: postgres.TransactionSql) => Promise<unknown>): Promise<void> => {
    await database.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await work(sql);
    });
  };
}
