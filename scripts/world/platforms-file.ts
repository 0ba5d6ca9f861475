/** The worker's configuration of platforms (the file that PLATFORMS names), pointing at the sandbox's one. */
export function platformsFile(sandbox: { platform: string; ca: string }, client: { clientId: string; clientSecret: string }) {
  return { "field-nation": { host: new URL(sandbox.platform).host, ...client, authority: sandbox.ca } };
}
