import { beforeAll, describe, expect, test } from "vitest";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

beforeAll(useWorldSettings);

const ask = (purpose: string, headers: Record<string, string> = {}) =>
  fetch(`${world().web}/api/passkeys/${purpose}`, { method: "POST", headers: { origin: world().web, ...headers } });

describe("what a browser asks for before a passkey answers", () => {
  test.each(["login", "verify", "enrol"])("%s from another origin, or from none, is refused", async (purpose) => {
    const foreign = await ask(purpose, { origin: "https://holdfast.example.net" });
    const nameless = await fetch(`${world().web}/api/passkeys/${purpose}`, { method: "POST" });
    expect([foreign.status, nameless.status]).toEqual([403, 403]);
    expect(foreign.headers.getSetCookie()).toEqual([]);
  });

  test.each(["verify", "enrol"])("%s without a session is refused", async (purpose) => {
    expect((await ask(purpose)).status).toBe(401);
  });

  test("a challenge is new each time, and its cookie cannot be read by scripts or outlive five minutes", async () => {
    const [one, other] = await Promise.all([ask("login"), ask("login")]);
    const [line = ""] = one.headers.getSetCookie();
    expect(line).toMatch(/^__Host-holdfast-passkey-login=/);
    for (const part of ["HttpOnly", "Secure", "SameSite=strict", "Path=/", "Max-Age=300"])
      expect(line.toLowerCase()).toContain(part.toLowerCase());
    const { challenge, rpId, userVerification, allowCredentials = [] } = await one.json();
    expect(Buffer.from(challenge, "base64url").length).toBeGreaterThanOrEqual(32);
    expect(line).not.toContain(challenge);
    expect({ rpId, userVerification, allowCredentials }).toEqual({ rpId: "localhost", userVerification: "required", allowCredentials: [] });
    expect((await other.json()).challenge).not.toBe(challenge);
  });

  test("a member who has just logged in may add a passkey", async () => {
    const cookie = await logInCookie(world().web, await givenMember());
    const response = await ask("enrol", { cookie });
    expect(response.status).toBe(200);
    expect((await response.json()).authenticatorSelection).toMatchObject({ residentKey: "required", userVerification: "required" });
  });

  test("nothing is answered to a GET", async () => {
    expect((await fetch(`${world().web}/api/passkeys/login`)).status).toBe(405);
  });
});
