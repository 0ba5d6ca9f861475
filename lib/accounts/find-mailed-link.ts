import { transaction } from "@/db/client";
import { lookUpMailLink, type OpenLink } from "@/db/queries/mail-links";
import { readLink } from "@/lib/accounts/read-link";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import type { LinkClaims, MailLinkKind } from "@/lib/notices/link-format";

export type FoundLink = OpenLink & { claims: LinkClaims };

/**
 * What a mailed link would give at this moment, without using it. Null for any other link, whatever is wrong with it: forged, used, run
 * out, taken back, or of an account that is not active. A forged one is refused before the database is asked.
 */
export async function findMailedLink(kind: MailLinkKind, token: string): Promise<FoundLink | null> {
  const claims = readLink(kind, token);
  const open = claims && (await transaction({ kind: "visitor" }, (tx) => lookUpMailLink(tx, kind, claims, now())));
  return claims && open ? { ...open, claims } : null;
}

/** The same, where nothing can be done without. @throws AppError dead_link. */
export async function requireMailedLink(kind: MailLinkKind, token: string): Promise<FoundLink> {
  const link = await findMailedLink(kind, token);
  if (!link) throw new AppError("dead_link");
  return link;
}
