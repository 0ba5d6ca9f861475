import { publicUrl } from "@/lib/base/env";
import { type PlainRefusal, plainReply, plainWords } from "@/lib/edge/plain-reply";
import type { OutboundReply } from "@/lib/outbound/exchange";
import { frontDoor, knock } from "@/lib/policy/front-door";

/** Whether the page to log in is open: only beside it does a refusal elsewhere say that this one door is closed, and not all of them. */
export async function isLoginOpen(): Promise<boolean> {
  const { status, text } = await knock("/login");
  return status === 200 && text.includes('name="password"');
}

/** Whether a reply leads whoever asked for a page to the login, and from there back to it. */
export function leadsToLogin(path: string, { status, headers }: OutboundReply): boolean {
  if (status < 300 || status >= 400) return false;
  const to = URL.parse(headers.location ?? "", frontDoor().origin);
  const isOwn = to !== null && [frontDoor().origin, new URL(publicUrl()).origin].includes(to.origin);
  return isOwn && `${to.pathname}${to.search}` === `/login?next=${encodeURIComponent(path)}`;
}

/** Whether a reply is this refusal of web's entry, by its status and its words; a proxy's, or another of ours, is none. */
export function isRefusal(refusal: PlainRefusal, { status, text }: OutboundReply): boolean {
  return status === plainReply(refusal, null).status && text.includes(plainWords(refusal));
}
