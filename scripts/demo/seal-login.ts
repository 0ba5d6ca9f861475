import { readKeyStatement } from "@/lib/vault/key-statement";
import type { Login } from "@/lib/vault/login";
import { sealCredential } from "@/lib/vault/seal";
import type { Page } from "@/scripts/demo/visitor";

interface Offer {
  statement: string;
  vaultPublicKey: object;
  of: { member: string; connection: string; platform: string };
  version: number;
}

/** What the page hands to the sealing form, as it stands in the page's markup. */
function offerOn(page: Page): Offer | null {
  const given = /data-offer="([^"]*)"/.exec(page.html)?.[1];
  return given ? (JSON.parse(given.replaceAll("&quot;", '"').replaceAll("&amp;", "&")) as Offer) : null;
}

/**
 * Does what the sealing form does in a browser, with the same code: checks the key's signed statement, seals the login, and returns the
 * fields that the form posts. Null while the page offers no key.
 */
export async function sealFor(page: Page, login: Login): Promise<{ connection: string; jwe: string } | null> {
  const offer = offerOn(page);
  if (!offer) return null;
  const key = await readKeyStatement(offer.statement, offer.vaultPublicKey, offer.of);
  if (!key) throw new Error("the connection's key is not signed as it should be");
  const jwe = await sealCredential(key.publicKey, key.keyId, { ...offer.of, host: key.host, version: offer.version }, login);
  return { connection: offer.of.connection, jwe };
}
