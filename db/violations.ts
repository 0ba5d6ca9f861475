import postgres from "postgres";

function isViolation(thrown: unknown, code: string, constraint: string): boolean {
  const error = thrown instanceof Error && thrown.cause instanceof postgres.PostgresError ? thrown.cause : thrown;
  return error instanceof postgres.PostgresError && error.code === code && error.constraint_name === constraint;
}

/** Whether a query failed because a unique index already holds the value. @param index the index's or constraint's name. */
export function isUniqueViolation(thrown: unknown, index: string): boolean {
  return isViolation(thrown, "23505", index);
}

/** Whether a query failed because a row that is there already excludes it. */
export function isExclusionViolation(thrown: unknown, constraint: string): boolean {
  return isViolation(thrown, "23P01", constraint);
}

/** The name of the check that a query broke, one of a trigger included; null when it broke none. */
export function violatedCheck(thrown: unknown): string | null {
  const error = thrown instanceof Error && thrown.cause instanceof postgres.PostgresError ? thrown.cause : thrown;
  return error instanceof postgres.PostgresError && error.code === "23514" ? (error.constraint_name ?? null) : null;
}
