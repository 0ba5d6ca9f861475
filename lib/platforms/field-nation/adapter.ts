import { z } from "zod";
import { later, now, secondMs } from "@/lib/base/clock";
import type { Destination } from "@/lib/outbound/destination";
import { type PlatformAdapter, PlatformError, type PlatformLogin, type PlatformSession } from "@/lib/platforms/contract";
import { assertServing, jsonOf, send } from "@/lib/platforms/field-nation/call";
import { fieldNationSession } from "@/lib/platforms/field-nation/session";

export interface FieldNationSettings {
  host: string;
  clientId: string;
  clientSecret: string;
  authority: string | null;
  callsPerMinute: number;
}

const granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive(), user: z.object({ id: z.number().int() }) });
/** Logs in anew this long before the platform would end the login, so that no call meets the end. */
const marginSeconds = 60;

/** Field Nation v2 (https://developer.fieldnation.com). What of its wire is documented and what is only seen in use: docs/platforms. */
export function fieldNation({ host, clientId, clientSecret, authority, callsPerMinute }: FieldNationSettings): PlatformAdapter {
  const destination: Destination = { belongsTo: { platform: "field-nation" }, host, authority };

  async function logIn({ username, password }: PlatformLogin): Promise<PlatformSession> {
    const form = { grant_type: "password", client_id: clientId, client_secret: clientSecret, username, password };
    const reply = await send(destination, { method: "POST", path: "/authentication/api/oauth/token", form });
    if (reply.status === 400 || reply.status === 401 || reply.status === 403) throw new PlatformError("login_refused");
    assertServing(reply);
    const parsed = reply.status === 200 ? granted.safeParse(jsonOf(reply)) : null;
    if (!parsed?.success) throw new PlatformError("changed_shape");
    const { access_token, expires_in, user } = parsed.data;
    const expiresAt = later(now(), Math.max(0, expires_in - marginSeconds) * secondMs);
    return fieldNationSession(destination, access_token, String(user.id), expiresAt);
  }

  return { platform: "field-nation", host, callsPerMinute, logIn };
}
