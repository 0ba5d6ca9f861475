import { connect } from "node:tls";
import { fails, holds, type Observation } from "./observation";
import type { Outsider } from "./outsider";

const dayMs = 86_400_000;
const fewestDays = 7;
const leastSeconds = 15_552_000;

/** Whether the service still speaks a version of TLS that was given up (RFC 8996). */
function speaksOldTls({ url }: Outsider): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({
      host: url.hostname,
      port: Number(url.port || 443),
      servername: url.hostname,
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
      rejectUnauthorized: false,
      timeout: 10_000,
    });
    const end = (spoke: boolean) => {
      socket.destroy();
      resolve(spoke);
    };
    socket
      .once("secureConnect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });
}

/** Clause 2.1a: TLS 1.2 or newer and nothing older, a certificate that is trusted and will be next week, and HSTS for half a year or more. */
export async function lookAtTransport(service: Outsider): Promise<Observation[]> {
  const answer = await service.ask("/");
  if (!answer.tls) return [];
  const { protocol, validTo } = answer.tls;
  const faults: string[] = [];
  const days = Math.floor((validTo.getTime() - Date.now()) / dayMs);
  if (!["TLSv1.2", "TLSv1.3"].includes(protocol)) faults.push(`it speaks ${protocol}`);
  if (await speaksOldTls(service)) faults.push("it still speaks TLS 1.1 or older");
  if (!(days >= fewestDays)) faults.push(`its certificate runs out in ${days} days`);
  const hsts = Number(/max-age=(\d+)/.exec(answer.headers["strict-transport-security"] ?? "")?.[1] ?? 0);
  if (hsts < leastSeconds) faults.push(`Strict-Transport-Security holds for ${hsts} seconds, ${leastSeconds} wanted`);
  const links = [...answer.body.matchAll(/(?:href|src|action)="http:\/\/[^"]*"/g)].length;
  if (links > 0) faults.push(`its front page leads to plain http ${links} times`);
  if (faults.length > 0) return [fails("2.1a", faults.join("; "))];
  return [
    holds(
      "2.1a",
      `${protocol}, nothing older than 1.2, a trusted certificate for ${days} more days, HSTS for ${Math.floor(hsts / 86_400)} days`,
    ),
  ];
}
