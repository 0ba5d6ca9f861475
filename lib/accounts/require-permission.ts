import type { Tx } from "@/db/client";
import { staffRole } from "@/db/queries/members";
import { may, type Permission } from "@/lib/accounts/permissions";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";

/**
 * Asks for a permission where the work is done: of staff, the role that the data gives them at this moment, in a session raised by a
 * factor. The host and jobs act with the worker's rights and need none.
 * @throws AppError forbidden with `permission`
 */
export async function requirePermission(tx: Tx, actor: Actor, permission: Permission): Promise<void> {
  if (actor.kind === "host" || actor.kind === "system") return;
  const role = actor.kind === "staff" ? await staffRole(tx) : null;
  if (!may(role, permission)) throw new AppError("forbidden", { permission });
}

/** The reason that an access line gives for what was decided by a person: where they did it. */
export function askedWhere(actor: Actor): "asked_on_host" | "asked_in_console" {
  return actor.kind === "staff" ? "asked_in_console" : "asked_on_host";
}
