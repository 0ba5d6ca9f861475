import postgres from "postgres";

/** Whether a query failed because a unique index already holds the value. @param index the index's or constraint's name. */
export function isUniqueViolation(thrown: unknown, index: string): boolean {
  const error = thrown instanceof Error && thrown.cause instanceof postgres.PostgresError ? thrown.cause : thrown;
  return error instanceof postgres.PostgresError && error.code === "23505" && error.constraint_name === index;
}
