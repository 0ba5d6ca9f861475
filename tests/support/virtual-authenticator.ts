import type { Page } from "playwright-core";

/** A fingerprint reader built into the device, as Chromium simulates it for tests. */
export interface VirtualAuthenticator {
  /** Whether it knows whose finger it is. */
  recognises(yes: boolean): Promise<void>;
  passkeys(): Promise<{ credentialId: string; isResidentCredential: boolean; userHandle?: string }[]>;
}

/** Gives a page's browser an authenticator that keeps discoverable passkeys, verifies its user and is touched whenever it asks. Source: the DevTools protocol, WebAuthn. */
export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("WebAuthn.enable");
  const { authenticatorId } = await devTools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    recognises: async (isUserVerified) => void (await devTools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified })),
    passkeys: async () => (await devTools.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
  };
}
