import { transaction } from "@/db/client";
import { accounts } from "@/db/schema";
import { newId } from "@/lib/base/ids";

/** An account with nothing yet: no password, no schedule, no plan. */
export async function givenAccount(): Promise<{ accountId: string; email: string }> {
  const accountId = newId();
  const email = `${accountId}@example.org`;
  await transaction({ kind: "member", accountId }, (tx) => tx.insert(accounts).values({ id: accountId, email }));
  return { accountId, email };
}
