import postgres from "postgres";
import { inject } from "vitest";

/** This file's main database as a superuser sees it, past rights and row security: to tamper with, and to look at what is stored. The caller ends it. */
export function asSuperuser(): postgres.Sql {
  const url = new URL(inject("cluster").superuserUrl);
  url.pathname = new URL(process.env.DATABASE_URL ?? "").pathname;
  return postgres(url.href, { max: 2, onnotice: () => undefined });
}
