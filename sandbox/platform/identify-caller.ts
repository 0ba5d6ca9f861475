import type { Call } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import { findSeat } from "@/sandbox/platform/seats";
import { readToken } from "@/sandbox/platform/sessions";
import { type PlatformUser, usersTable } from "@/sandbox/platform/users";

/** For whom a call is made, and by which seat; or why it is not served. */
export type Caller = { user: PlatformUser; seatId: number | null } | "unknown" | "may_not_act";

/**
 * Who calls: the token is in the query string (documented) or in a bearer header. A user's token is that user's alone; a seat's acts for
 * the user whom `acting_user_id` names, if it may.
 */
export function identifyCaller(store: Store, call: Call): Caller {
  const bearer = /^Bearer (.+)$/.exec(call.headers.authorization ?? "")?.[1];
  const token = call.url.searchParams.get("access_token") ?? bearer;
  if (!token) return "unknown";
  const named = call.url.searchParams.get("acting_user_id");
  const own = readToken(store, "access", token);
  if (own !== null) return named === null || Number(named) === own ? asUser(store, own, null) : "may_not_act";
  const seat = findSeat(store, token);
  if (!seat) return "unknown";
  return named !== null && seat.actsFor.includes(Number(named)) ? asUser(store, Number(named), seat.id) : "may_not_act";
}

function asUser(store: Store, userId: number, seatId: number | null): Caller {
  const user = usersTable(store).get(userId);
  return user ? { user, seatId } : "unknown";
}
