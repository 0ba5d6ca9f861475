import { transaction } from "@/db/client";
import { findAccountByEmail } from "@/db/queries/accounts";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";
import type { BlockTarget } from "@/lib/oversight/blocks/block";

/**
 * What somebody means who types an e-mail address, or a network or address.
 * @throws AppError forbidden; invalid_input with `field` target and `reason` not_a_network for the e-mail address of nobody.
 */
export async function findTarget(actor: Extract<Actor, { kind: "staff" | "host" }>, text: string): Promise<BlockTarget> {
  if (!text.includes("@")) return { network: text };
  const email = normaliseEmail(text);
  const account = await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "blocks.write");
    return email === null ? null : await findAccountByEmail(tx, email);
  });
  if (!account || account.state === "erased") throw new AppError("invalid_input", { field: "target", reason: "not_a_network" });
  return { accountId: account.id };
}
