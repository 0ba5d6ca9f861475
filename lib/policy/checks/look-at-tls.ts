import { dayMs, minuteMs, now } from "@/lib/base/clock";
import { OutboundError } from "@/lib/outbound/outbound-error";
import type { Seen } from "@/lib/oversight/seen";
import { type Check, counted, fails, judge, unknown } from "@/lib/policy/control";
import { doorCertificate, frontDoor, isLoopback, knock } from "@/lib/policy/front-door";

/** With fewer days left its renewal has not come in time. */
const fewestDays = 7;

/** Why a browser would not trust a certificate, by OpenSSL's code or Node's; in a sentence about it. */
const mistrusts: Record<string, string> = {
  CERT_HAS_EXPIRED: "has expired",
  CERT_NOT_YET_VALID: "is not valid yet",
  CERT_REVOKED: "was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "is signed by itself, and not by an authority",
  SELF_SIGNED_CERT_IN_CHAIN: "comes from an authority that nobody trusts",
  UNABLE_TO_GET_ISSUER_CERT: "comes from an authority that is not known",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "comes from an authority that is not known",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "comes from an authority that is not known",
};

/** That somebody answered, and TLS 1.2 or newer was not agreed upon: that is no absence of the website. */
const spokeNoTls = (thrown: unknown) => thrown instanceof OutboundError && /^(ERR_SSL_|EPROTO$)/.test(thrown.why);

/** What is wrong with the certificate itself, before anything is asked; or else under which protocol it was shown, and for how long it counts. */
async function judgeCertificate(): Promise<{ wrong: string } | { protocol: string; days: number }> {
  try {
    const { protocol, mistrust, validTo } = await doorCertificate();
    if (mistrust !== null) return { wrong: `The website's certificate ${mistrusts[mistrust] ?? `is not trusted (${mistrust})`}.` };
    const days = Math.floor((validTo.getTime() - now().getTime()) / dayMs);
    return days < fewestDays ? { wrong: `The website's certificate runs out in ${counted(days, "day")}.` } : { protocol, days };
  } catch (thrown) {
    if (spokeNoTls(thrown)) return { wrong: "At the website's address no TLS 1.2 or newer is spoken." };
    throw thrown;
  }
}

/** Judges the certificate, and then one reply that came over TLS. */
async function judgeTls(): Promise<Seen> {
  const found = await judgeCertificate();
  if ("wrong" in found) return fails(1, found.wrong);
  const hsts = (await knock("/login")).headers["strict-transport-security"];
  const seconds = Number(/max-age=(\d+)/.exec(hsts ?? "")?.[1] ?? 0);
  return judge(1, seconds >= 31_536_000 ? 0 : 1, {
    good: `The website answered over ${found.protocol}, with a certificate that is valid for its name and for ${counted(found.days, "more day")}, and asks browsers never to come without.`,
    bad: "The website answered over TLS, but does not ask browsers to come over TLS alone for a year or more.",
  });
}

export const tlsAtTheDoor: Check = {
  id: "tls-front-door",
  about: "Whether visitors are served over TLS, with a valid certificate and HSTS",
  everyMs: 5 * minuteMs,
  look: async () => {
    if (frontDoor().isTls) return await judgeTls();
    if (isLoopback())
      return unknown("This is a sandbox on one machine: its pages come over plain http on loopback, so there is no TLS to look at.");
    return fails(1, "The website's public address is plain http.");
  },
};
