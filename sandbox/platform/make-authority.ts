import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "@/sandbox/platform/reflect-metadata";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const years = (count: number) => new Date(Date.now() + count * 365 * 86_400_000);
const serial = () =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(15)))
    .toString("hex")
    .replace(/^/, "01");

export interface ServerTls {
  readonly key: string;
  readonly cert: string;
  /** Where the authority's certificate is, for clients to trust. */
  readonly caPath: string;
}

/**
 * The platform's own certificate authority and a server certificate for 127.0.0.1, localhost and further names, made once
 * per directory. The authority's key is never stored: it signs this one certificate and is forgotten, so nothing
 * else can be made that a client would trust. The key file is renamed in last; without it all is made anew.
 */
export async function makeAuthority(directory: string, names: string[] = []): Promise<ServerTls> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const caPath = join(directory, "ca.pem");
  const certPath = join(directory, "server.pem");
  const keyPath = join(directory, "server-key.pem");
  if (!existsSync(keyPath)) {
    const made = await issue(names);
    writeFileSync(caPath, made.ca, { mode: 0o644 });
    writeFileSync(certPath, made.cert, { mode: 0o644 });
    writeFileSync(`${keyPath}.next`, made.key, { mode: 0o600 });
    renameSync(`${keyPath}.next`, keyPath);
  }
  return { key: readFileSync(keyPath, "utf8"), cert: readFileSync(certPath, "utf8"), caPath };
}

/** The package is loaded here and not above: the polyfill must run before it, in a bundle too. */
async function issue(names: string[]) {
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(crypto);
  const authorityKeys = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const serverKeys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const notBefore = new Date(Date.now() - 86_400_000);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: "CN=Holdfast sandbox platform authority",
    notBefore,
    notAfter: years(10),
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: "CN=Holdfast sandbox platform",
    issuer: authority.subject,
    notBefore,
    notAfter: years(10),
    signingAlgorithm: algorithm,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: "ip", value: "127.0.0.1" },
        ...["localhost", ...names].map((value) => ({ type: "dns", value }) as const),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", serverKeys.privateKey)).toString("base64");
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/(.{64})/g, "$1\n")}\n-----END PRIVATE KEY-----\n`;
  return { ca: `${authority.toString("pem")}\n`, cert: `${server.toString("pem")}\n`, key };
}
