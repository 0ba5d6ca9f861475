import { createHash } from "node:crypto";
import { breachedPasswordsUrl } from "@/lib/base/env";
import { log } from "@/lib/base/log";
import { type Destination, nameOf } from "@/lib/outbound/destination";
import { outboundFetch } from "@/lib/outbound/fetch";
import { OutboundError } from "@/lib/outbound/outbound-error";
import { normalisePassword } from "@/lib/passwords/password-rules";

const timeoutMs = 2_000;
const prefixLength = 5;

/**
 * Whether a password is known from a breach, by the range service of BREACHED_PASSWORDS_URL (the interface of
 * api.pwnedpasswords.com/range). It learns the first five of forty digits of a SHA-1, which half a thousand and more known passwords share, and
 * padding hides how many came back. Without the setting: false. A service that does not answer in two seconds hinders nobody: false,
 * and one line in the log.
 */
export async function isBreached(password: string): Promise<boolean> {
  const base = breachedPasswordsUrl();
  if (!base) return false;
  const digest = createHash("sha1").update(normalisePassword(password)).digest("hex").toUpperCase();
  const [prefix, rest] = [digest.slice(0, prefixLength), digest.slice(prefixLength)];
  const url = new URL(`${base.replace(/\/$/, "")}/${prefix}`);
  const plain = url.protocol === "http:";
  const destination: Destination = { belongsTo: { processor: "breached-passwords" }, host: url.host, authority: null, plain };
  try {
    const headers = { "add-padding": "true", "user-agent": "Holdfast" };
    const { status, text } = await outboundFetch(destination, url, { method: "GET", headers, timeoutMs });
    if (status !== 200) throw new OutboundError("failed", nameOf(destination), `status ${status}`);
    return text.split(/\r?\n/).some((line) => {
      const [suffix = "", count] = line.split(":");
      return suffix.toUpperCase() === rest && Number(count) > 0;
    });
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    log.warn("breached passwords not asked", { why: thrown.why });
    return false;
  }
}
