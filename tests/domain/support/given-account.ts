import { newId } from "@/lib/base/ids";
import { asSuperuser } from "@/tests/support/superuser";

/** An account with nothing yet: no password, no schedule, no plan, and no invite behind it. */
export async function givenAccount(): Promise<{ accountId: string; email: string }> {
  const accountId = newId();
  const email = `${accountId}@example.org`;
  const database = asSuperuser();
  await database`insert into accounts (id, email) values (${accountId}, ${email})`;
  await database.end();
  return { accountId, email };
}
