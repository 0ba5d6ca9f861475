import postgres from "postgres";

const quiet = { max: 1, onnotice: () => undefined, connection: { application_name: "holdfast backup" } } as const;

/** The role that reads every row of the main database and can write none; nobody logs in as it, its owner steps into it (db/rights.sql). */
const reader = "holdfast_backup";

/** One connection to a database as its owner. */
export type Owner = postgres.Sql;

/** Runs `work` on one connection to the database as its owner, and closes it. */
export async function asOwner<Result>(url: string, work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
  const sql = postgres(url, quiet);
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Reads a database as it was at one moment, whatever is written meanwhile; nothing can be written by it.
 * @param database in the main one row security holds for the owner too, so that it reads as the role that may see every row.
 */
export async function snapshot<Result>(
  sql: postgres.Sql,
  database: "main" | "keys",
  work: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> {
  return (await sql.begin("isolation level repeatable read read only", async (tx) => {
    if (database === "main") await tx.unsafe(`SET LOCAL ROLE ${reader}`);
    return await work(tx);
  })) as Result;
}
