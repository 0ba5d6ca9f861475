import type { StoppableKind } from "@/lib/notices/kinds";
import { linkPaths } from "@/lib/notices/mail-links";
import { signLink } from "@/lib/notices/sign-link";
import { stopNumbers } from "@/lib/notices/stop-numbers";

/** Where a kind of mail is stopped: a mail program posts to `post` by itself (RFC 8058), a person opens `page`, which has a button. */
export type StopLinks = { kind: StoppableKind; post: string; page: string };

/** The links that stop one kind of an account's mail, for as long as the key holds: all that they can do is stop it. */
export function stopLinks(site: string, accountId: string, kind: StoppableKind): StopLinks {
  const path = `${linkPaths.unsubscribe}/${signLink("unsubscribe", { id: accountId, generation: stopNumbers[kind] })}`;
  return { kind, post: `${site}/api${path}`, page: `${site}${path}` };
}
