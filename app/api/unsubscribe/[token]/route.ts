import { z } from "zod";
import { unsubscribe } from "@/lib/accounts/unsubscribe";
import { stopNames } from "@/lib/notices/stop-numbers";
import { publicHandler, tokenHandler } from "@/lib/web/handler";

const path = z.object({ token: z.string().max(200) });

/** What a mail program posts by itself when its user wants no more of a kind (RFC 8058): the token is all that it knows. */
export const POST = tokenHandler(async (_request, params) => {
  const kind = await unsubscribe(path.parse(params).token);
  return new Response(`You get no more mail about ${stopNames[kind]}.\n`);
});

/** A person who opens that address gets the page with the button. */
export const GET = publicHandler(async (_request, params) => {
  const { token } = path.parse(params);
  return new Response(null, { status: 303, headers: { location: `/unsubscribe/${encodeURIComponent(token)}` } });
});
