import { CompactSign, SignJWT } from "jose";
import { expect, test } from "vitest";
import { sign } from "@/lib/keys/local-keyring-sign";
import { makeSigningPair, signWith, verifySigned } from "@/lib/keys/signing";

const bytes = (text: string) => new TextEncoder().encode(text);

test("a signed text is read back by its signer's public key and by no other", async () => {
  const pair = await makeSigningPair();
  const other = await makeSigningPair();
  const signed = await signWith(pair.privateJwk, "naïve ☂");
  expect(await verifySigned(pair.publicJwk, signed)).toBe("naïve ☂");
  expect(await verifySigned(other.publicJwk, signed)).toBeNull();
});

test("a public key never carries the private half", async () => {
  const { publicJwk } = await makeSigningPair();
  expect(Object.keys(publicJwk).toSorted()).toEqual(["crv", "kty", "x"]);
});

test("a changed, cut or invented signature is refused", async () => {
  const { privateJwk, publicJwk } = await makeSigningPair();
  const [header = "", , signature = ""] = (await signWith(privateJwk, "one")).split(".");
  const two = Buffer.from("two").toString("base64url");
  for (const forged of [`${header}.${two}.${signature}`, `${header}.${two}.`, `${header}.${two}`, "", "a.b.c"]) {
    expect(await verifySigned(publicJwk, forged)).toBeNull();
  }
});

test("an unsigned token, another algorithm and another key id are refused", async () => {
  const { privateJwk, publicJwk } = await makeSigningPair();
  const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from("one").toString("base64url")}.`;
  const shared = await new SignJWT({}).setProtectedHeader({ alg: "HS256" }).sign(bytes(publicJwk.x));
  const otherId = await new CompactSign(bytes("one"))
    .setProtectedHeader({ alg: "EdDSA", kid: "someone else's" })
    .sign(await crypto.subtle.importKey("jwk", { ...privateJwk }, "Ed25519", false, ["sign"]));
  for (const forged of [unsigned, shared, otherId]) expect(await verifySigned(publicJwk, forged)).toBeNull();
});

test("the worker signs with the keyring that it is configured with", async () => {
  const signed = await sign("link-signing", "a link");
  expect(await verifySigned(JSON.parse(process.env.LINK_PUBLIC_KEY ?? ""), signed)).toBe("a link");
});
