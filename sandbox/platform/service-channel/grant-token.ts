import { type Answer, json, redirect } from "@/sandbox/base/reply";
import type { Call } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import type { PlatformConfig } from "@/sandbox/platform/operations";
import { loginPath } from "@/sandbox/platform/service-channel/errors";
import { openSession, rotateSession } from "@/sandbox/platform/sessions";
import { checkLogin } from "@/sandbox/platform/users";

/** Seconds that an access token lives. */
const accessSeconds = 600;

type Granted = { answer: Answer; userId: number | null };
const refuse = (error: string): Granted => ({ answer: json(400, { error }), userId: null });

/** Trades a login or a refresh token for tokens. A client that is not known is sent to the login page, not refused. */
export function grantToken(store: Store, { clientId, clientSecret }: PlatformConfig, call: Call): Granted {
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
  if (call.headers.authorization !== basic) return { answer: redirect(302, loginPath), userId: null };
  const form = new URLSearchParams(call.body);
  const given = (name: string) => form.get(name) ?? "";
  if (given("grant_type") === "password") {
    const user = checkLogin(store, given("username"), given("password"));
    return user ? grant(user.id, openSession(store, user.id, accessSeconds)) : refuse("invalid_grant");
  }
  if (given("grant_type") !== "refresh_token") return refuse("unsupported_grant_type");
  const renewed = rotateSession(store, given("refresh_token"), accessSeconds);
  return renewed ? grant(renewed.userId, renewed) : refuse("invalid_grant");
}

const grant = (userId: number, { accessToken, refreshToken }: { accessToken: string; refreshToken: string }): Granted => ({
  answer: json(200, { access_token: accessToken, token_type: "bearer", expires_in: accessSeconds, refresh_token: refreshToken }),
  userId,
});
