type Addresses = { platform: string; serviceChannel: string; ca: string };

/** The worker's configuration of platforms (the file that PLATFORMS names), pointing at the sandbox's. They bear more calls than the real ones. */
export function platformsFile(sandbox: Addresses, client: { clientId: string; clientSecret: string }, callsPerMinute = 120) {
  const at = (url: string) => ({ host: new URL(url).host, ...client, authority: sandbox.ca, callsPerMinute });
  return { "field-nation": at(sandbox.platform), "service-channel": at(sandbox.serviceChannel) };
}
