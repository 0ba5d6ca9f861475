import { z } from "zod";
import { later, now, secondMs } from "@/lib/base/clock";
import type { Destination } from "@/lib/outbound/destination";
import { PlatformError, type PlatformLogin, type PlatformSession } from "@/lib/platforms/contract";
import { bodyOf, leadsToLogin, readAs } from "@/lib/platforms/read-reply";
import { sendCall } from "@/lib/platforms/send-call";
import { send } from "@/lib/platforms/service-channel/call";
import { serviceChannelSession } from "@/lib/platforms/service-channel/session";

export interface Client {
  clientId: string;
  clientSecret: string;
}

const granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const refused = z.object({ error: z.literal("invalid_grant") });
const profile = z.object({ UserProfile: z.object({ ProviderId: z.number().int().positive().nullish() }) });
/** Logs in anew this long before the platform would end the login, so that no call meets the end. */
const marginSeconds = 60;
const pauseSeconds = 900;

/**
 * Trades a password for an access token (RFC 6749, 4.3; the client names itself by HTTP Basic), then asks for which provider it speaks.
 * Only `invalid_grant` says that the login is wrong: a client that the platform does not know is shown its login page, which is the
 * operator's to put right and no member's.
 * @param site where the password goes, and nothing else does
 * @param api where the token goes
 * @throws PlatformError login_refused also when the login belongs to no provider; work could not be taken for it
 */
export async function byPassword(
  site: Destination,
  api: Destination,
  { clientId, clientSecret }: Client,
  { username, password }: Extract<PlatformLogin, { kind: "password" }>,
): Promise<PlatformSession> {
  const reply = await sendCall(site, new URL(`https://${site.host}/oauth/token`), {
    method: "POST",
    headers: {
      accept: "application/json",
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ grant_type: "password", username, password }).toString(),
  });
  if (reply.status === 400 && refused.safeParse(bodyOf(reply)).success) throw new PlatformError("login_refused");
  const { access_token: token, expires_in } = readAs(granted, reply);
  const expiresAt = later(now(), Math.max(0, expires_in - marginSeconds) * secondMs);
  const access = { destination: api, token };
  return serviceChannelSession(access, await providerOf(access), expiresAt);
}

async function providerOf(access: { destination: Destination; token: string }): Promise<string> {
  const reply = await send(access, { method: "GET", path: "/v3/users/current/profile" });
  // A token that is new and yet not taken says nothing of the password.
  if (reply.status === 401 || leadsToLogin(reply)) throw new PlatformError("unavailable", pauseSeconds);
  const { ProviderId } = readAs(profile, reply).UserProfile;
  if (!ProviderId) throw new PlatformError("login_refused");
  return String(ProviderId);
}
