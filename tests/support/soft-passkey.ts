import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const base64url = (data: Buffer | string) => Buffer.from(data).toString("base64url");
const uint16 = (value: number) => Buffer.from([value >> 8, value & 255]);

/** What an honest browser and authenticator would say otherwise. */
export type Lies = {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  /** Whether the person showed a PIN or a finger, or only touched the key. */
  verified?: boolean;
  present?: boolean;
  counter?: number;
  userHandle?: string | null;
  /** What the authenticator signs with, if not its own key. */
  signWith?: KeyObject;
};

type Site = { origin: string; rpId: string };

/** An authenticator in software (ES256), made of node:crypto alone, so that it shares no code with what checks it. WebAuthn level 2, 6.1. */
export class SoftPasskey {
  readonly id = randomBytes(32);
  readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  private userHandle: string | null = null;
  /** Goes on by one with each answer. */
  counter = 0;

  constructor(readonly site: Site) {}

  get credentialId(): string {
    return base64url(this.id);
  }

  create(options: { challenge: string; user: { id: string } }, lies: Lies = {}): RegistrationResponseJSON {
    this.userHandle = options.user.id;
    const attested = Buffer.concat([Buffer.alloc(16), uint16(this.id.length), this.id, this.coseKey()]);
    const authData = Buffer.concat([this.head(0x40, lies), attested]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3, 0x63]),
      Buffer.from("fmt"),
      Buffer.from([0x64]),
      Buffer.from("none"),
      Buffer.from([0x67]),
      Buffer.from("attStmt"),
      Buffer.from([0xa0, 0x68]),
      Buffer.from("authData"),
      Buffer.from([0x59]),
      uint16(authData.length),
      authData,
    ]);
    return {
      ...this.envelope(),
      response: {
        clientDataJSON: base64url(this.clientData("webauthn.create", options.challenge, lies)),
        attestationObject: base64url(attestation),
        transports: ["internal"],
      },
    };
  }

  answer(options: { challenge: string }, lies: Lies = {}): AuthenticationResponseJSON {
    this.counter += 1;
    const authData = this.head(0, lies);
    const clientData = this.clientData("webauthn.get", options.challenge, lies);
    const signed = sign("sha256", Buffer.concat([authData, sha256(clientData)]), lies.signWith ?? this.keys.privateKey);
    const userHandle = lies.userHandle === undefined ? this.userHandle : lies.userHandle;
    return {
      ...this.envelope(),
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(signed),
        userHandle: userHandle ?? undefined,
      },
    };
  }

  private envelope() {
    return { id: this.credentialId, rawId: this.credentialId, type: "public-key" as const, clientExtensionResults: {} };
  }

  private clientData(type: string, challenge: string, lies: Lies): string {
    return JSON.stringify({
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.site.origin,
      crossOrigin: false,
    });
  }

  private head(more: number, lies: Lies): Buffer {
    const { rpId = this.site.rpId, verified = true, present = true, counter = this.counter } = lies;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([(present ? 1 : 0) | (verified ? 4 : 0) | more]), count]);
  }

  /** {1: 2, 3: -7, -1: 1, -2: x, -3: y} in CBOR (RFC 9053, 7.1). */
  private coseKey(): Buffer {
    const { x, y } = this.keys.publicKey.export({ format: "jwk" });
    const point = (text: string | undefined) => Buffer.from(text ?? "", "base64url");
    const bytes = Buffer.from([0x58, 32]);
    return Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      bytes,
      point(x),
      Buffer.from([0x22]),
      bytes,
      point(y),
    ]);
  }
}
