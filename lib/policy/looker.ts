import { type Tx, transaction } from "@/db/client";

/** Looks at the main database as the worker may, for a control. */
export async function inDatabase<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return await transaction({ kind: "system", job: "controls" }, work);
}
