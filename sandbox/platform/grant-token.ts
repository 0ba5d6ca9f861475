import { type Answer, json } from "@/sandbox/base/reply";
import type { Call } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import type { PlatformConfig } from "@/sandbox/platform/operations";
import { problem } from "@/sandbox/platform/problems";
import { accessSeconds, openSession, rotateSession } from "@/sandbox/platform/sessions";
import { checkLogin, usersTable } from "@/sandbox/platform/users";

/** Trades a login or a refresh token for tokens. Takes a form or JSON, as both documents of the platform show. */
export function grantToken(store: Store, config: PlatformConfig, call: Call): { answer: Answer; userId: number | null } {
  const field = fieldsOf(call);
  if (field("client_id") !== config.clientId || field("client_secret") !== config.clientSecret) {
    return refuse("The client id or secret is not valid.");
  }
  if (field("grant_type") === "password") {
    const user = checkLogin(store, field("username"), field("password"));
    return user ? grant(store, user.id, openSession(store, user.id)) : refuse("The username or password is not valid.");
  }
  if (field("grant_type") === "refresh_token") {
    const renewed = rotateSession(store, field("refresh_token"));
    return renewed ? grant(store, renewed.userId, renewed) : refuse("The refresh token is not valid.");
  }
  return { answer: problem("VALIDATION_ERROR", "grant_type must be password or refresh_token."), userId: null };
}

function grant(store: Store, userId: number, pair: { accessToken: string; refreshToken: string }) {
  const user = usersTable(store).get(userId);
  const answer = json(200, {
    access_token: pair.accessToken,
    expires_in: accessSeconds,
    token_type: "Bearer",
    scope: "viewprofile",
    refresh_token: pair.refreshToken,
    user: { id: userId, first_name: user?.firstName, last_name: user?.lastName },
  });
  return { answer, userId };
}

const refuse = (detail: string) => ({ answer: problem("AUTHENTICATION_REQUIRED", detail), userId: null });

function fieldsOf(call: Call): (name: string) => string {
  if (call.headers["content-type"]?.startsWith("application/json")) {
    try {
      const body: unknown = JSON.parse(call.body);
      const fields = new Map(Object.entries(body as Record<string, unknown>));
      return (name) => String(fields.get(name) ?? "");
    } catch {
      return () => "";
    }
  }
  const form = new URLSearchParams(call.body);
  return (name) => form.get(name) ?? "";
}
