import { endOf } from "@/lib/accounts/session-end";
import { now } from "@/lib/base/clock";
import { memberHandler } from "@/lib/web/handler";

/** How long the session has left, for the warning before its end. Asking is no activity: it puts nothing off. */
export const GET = memberHandler(async (member) => Response.json(endOf(member, now())));
