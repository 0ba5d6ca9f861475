import { smtpUrl, stripeEnv } from "@/lib/base/env";
import { isLoopbackAddress } from "@/lib/outbound/public-address";
import { addressIn } from "@/lib/outbound/public-host";

const isHere = (host: string) => {
  const address = addressIn(host);
  return host === "localhost" || (address !== null && isLoopbackAddress(address));
};

/** The hosts that the worker is configured to call and that are processors: Stripe's and the mail server's. Platforms are the members' own; what stands on this machine is nobody else's. */
export function calledHosts(): string[] {
  return [stripeEnv().STRIPE_API_BASE, smtpUrl()].map((url) => new URL(url).hostname.toLowerCase()).filter((host) => !isHere(host));
}
