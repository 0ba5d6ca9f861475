import { request } from "node:http";
import { shakeHands } from "./meet";
import { fails, holds, missed, type Observation, unless } from "./observation";
import type { Outsider } from "./outsider";

const dayMs = 86_400_000;
const fewestDays = 7;
const leastSeconds = 15_552_000;
const patienceMs = 10_000;

/** Versions of TLS that were given up (RFC 8996). */
const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;

/** Clause 2.1a: TLS 1.2 or newer and nothing older, and a certificate that is trusted and will be next week. Asks for no page. */
export async function lookAtCertificate({ url, tls }: Outsider): Promise<Observation[]> {
  if (tls === null) return [];
  const speaksOld = (await shakeHands(url, null, old)).protocol !== null;
  if (tls.protocol === null) {
    // Whoever ends a connection before a word of TLS may be down, and is not seen to be without it.
    const spoke = /^(ERR_SSL_|EPROTO$)/.test(tls.why);
    if (!spoke && !speaksOld) return [missed("2.1a", `no connection over TLS came about (${tls.why})`)];
    return [fails("2.1a", `no TLS 1.2 or newer is spoken there (${tls.why})${speaksOld ? ", but an older one" : ""}`)];
  }
  const { protocol, validTo, mistrust } = tls;
  const days = Math.floor((validTo.getTime() - Date.now()) / dayMs);
  const faults: string[] = [];
  if (mistrust !== null) faults.push(`its certificate ${mistrust}; all else was asked all the same, of whoever answered`);
  else if (!(days >= fewestDays)) faults.push(`its certificate runs out in ${days} days`);
  if (speaksOld) faults.push("it still speaks TLS 1.1 or older");
  return [unless(faults, holds("2.1a", `${protocol}, nothing older than 1.2, a trusted certificate for ${days} more days`))];
}

/** What answers where a browser asks that is told of no scheme: its status, and where it leads; null when nobody answers there. */
function askPlainly(plain: URL): Promise<{ status: number; location: string } | null> {
  return new Promise((resolve) => {
    const asked = request(plain, { agent: false, timeout: patienceMs });
    asked
      .once("timeout", () => asked.destroy())
      .once("close", () => resolve(null))
      .once("error", () => resolve(null))
      .once("response", ({ statusCode: status = 0, headers: { location = "" } }) => {
        resolve({ status, location });
        asked.destroy();
      })
      .end();
  });
}

/** Whether plain http, where it is answered at all, leads to the service's own https address and to nothing else. */
async function plainFaults({ url, origin, plain }: Outsider): Promise<{ faults: string[]; good: string }> {
  if (plain === null) return { faults: [], good: "" };
  const answer = await askPlainly(plain);
  if (answer === null) return { faults: [], good: ", nothing answers to plain http" };
  const leadsTo = URL.parse(answer.location, plain);
  const isRedirect = [301, 302, 307, 308].includes(answer.status);
  const isOwn = leadsTo?.protocol === "https:" && [url.host, new URL(origin).host].includes(leadsTo.host);
  if (isRedirect && isOwn) return { faults: [], good: ", plain http leads to https" };
  return { faults: [`plain http is answered with ${answer.status}, and does not lead to https`], good: "" };
}

/** Clause 2.1a: HSTS for half a year or more, no link to plain http, and from plain http a way to https alone. */
export async function lookAtTransport(service: Outsider): Promise<Observation[]> {
  if (service.tls === null) return [];
  const { headers, body } = await service.ask("/");
  const { faults, good } = await plainFaults(service);
  const hsts = Number(/max-age=(\d+)/.exec(headers["strict-transport-security"] ?? "")?.[1] ?? 0);
  if (hsts < leastSeconds) faults.push(`Strict-Transport-Security holds for ${hsts} seconds, ${leastSeconds} wanted`);
  const links = [...body.matchAll(/(?:href|src|action)="http:\/\/[^"]*"/g)].length;
  if (links > 0) faults.push(`its front page leads to plain http ${links} times`);
  return [unless(faults, holds("2.1a", `HSTS for ${Math.floor(hsts / 86_400)} days${good}`))];
}
