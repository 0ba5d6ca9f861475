import { now } from "@/lib/base/clock";
import { publicUrl, webEnv } from "@/lib/base/env";
import { securityTxt } from "@/lib/oversight/security-txt";

/** Where to report a vulnerability (RFC 9116), made anew at each request, so that it never runs out. */
export function GET(): Response {
  const text = securityTxt(publicUrl().replace(/\/$/, ""), webEnv().SECURITY_MAIL ?? null, now());
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
