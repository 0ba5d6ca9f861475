import { z } from "zod";
import { later, now, secondMs } from "@/lib/base/clock";
import type { Destination } from "@/lib/outbound/destination";
import { PlatformError, type PlatformLogin, type PlatformSession } from "@/lib/platforms/contract";
import { saysEnded, send } from "@/lib/platforms/field-nation/call";
import { fieldNationSession } from "@/lib/platforms/field-nation/session";
import { readAs } from "@/lib/platforms/read-reply";

type LoginOf<Kind extends PlatformLogin["kind"]> = Extract<PlatformLogin, { kind: Kind }>;
export interface Client {
  clientId: string;
  clientSecret: string;
}

const user = z.object({ id: z.number().int() });
const granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive(), user });
/** Logs in anew this long before the platform would end the login, so that no call meets the end. */
const marginSeconds = 60;
/** A seat's token has no end of its own: the session drops it after this, and the credential is opened anew. */
const seatSeconds = 3_600;
const userIdShape = /^[1-9]\d{0,14}$/;

const endOf = (seconds: number) => later(now(), Math.max(0, seconds - marginSeconds) * secondMs);

/** Trades a password for an access token, which the session then uses; the password is let go of. */
export async function byPassword(destination: Destination, client: Client, login: LoginOf<"password">): Promise<PlatformSession> {
  const form = {
    grant_type: "password",
    client_id: client.clientId,
    client_secret: client.clientSecret,
    username: login.username,
    password: login.password,
  };
  const reply = await send(destination, { method: "POST", path: "/authentication/api/oauth/token", form });
  if ([400, 401, 403].includes(reply.status)) throw new PlatformError("login_refused");
  const { access_token, expires_in, user } = readAs(granted, reply);
  return fieldNationSession(destination, { token: access_token, actingUserId: null }, String(user.id), endOf(expires_in));
}

/**
 * Asks the platform whom the seat acts for. It has to be exactly the member whose id was given: work must never be taken for, or judged
 * to be, somebody else's.
 */
export async function bySeat(destination: Destination, { token, actingUserId }: LoginOf<"seat">): Promise<PlatformSession> {
  if (!userIdShape.test(actingUserId)) throw new PlatformError("login_refused");
  const access = { token, actingUserId };
  const reply = await send(destination, { method: "GET", path: "/api/rest/v2/users/me", access });
  if (saysEnded(reply) || reply.status === 404) throw new PlatformError("login_refused");
  const { id } = readAs(user, reply);
  if (String(id) !== actingUserId) throw new PlatformError("login_refused");
  return fieldNationSession(destination, access, actingUserId, endOf(seatSeconds));
}
