import { transaction } from "@/db/client";
import { insertAsk } from "@/db/queries/invite-asks";
import type { Client } from "@/lib/accounts/client";
import { requireEmail } from "@/lib/accounts/normalise-email";
import { countAgainst } from "@/lib/accounts/throttle";
import { bucketsFor } from "@/lib/accounts/throttle-buckets";
import { newId } from "@/lib/base/ids";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Tells the operator that someone would like a new invite. Answers the same whoever asks and however often: nothing here looks at
 * who has an account or an invite. One ask an address is kept and announced until the operator invites it.
 * @throws AppError invalid_input; too_many with `retryAfterSeconds`.
 */
export async function askForInvite(address: string, client: Client): Promise<void> {
  const email = requireEmail(address);
  await transaction({ kind: "visitor" }, async (tx) => {
    await countAgainst(tx, bucketsFor("invite-ask", { client, email }));
    const id = newId();
    if (await insertAsk(tx, { id, email })) await queueMail(tx, { template: "invite-asked", accountId: null, subjectId: id });
  });
}
