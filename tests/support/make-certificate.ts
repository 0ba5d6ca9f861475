import "@/sandbox/platform/reflect-metadata";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

export interface MadeCertificate {
  key: string;
  cert: string;
  /** The authority's own certificate, as PEM, also where it did not sign the server's. */
  ca: string;
}

/**
 * A server's certificate, and an authority.
 * @param name whom it is for
 * @param days for how many more it is valid; less than none has expired
 * @param signedBy who signed it: the authority that is given back, the certificate itself, or an authority that nobody hears of
 */
export async function makeCertificate({
  name = "localhost",
  days = 90,
  signedBy = "authority",
}: {
  name?: string;
  days?: number;
  signedBy?: "authority" | "itself" | "another";
} = {}): Promise<MadeCertificate> {
  // Loaded here and not above: the polyfill must run before it.
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(crypto);
  const makeKeys = () => crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const [authorityKeys, otherKeys, serverKeys] = await Promise.all([makeKeys(), makeKeys(), makeKeys()]);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=Authority of a test",
    notBefore: inDays(-400),
    notAfter: inDays(400),
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const issuer = {
    authority: { name: authority.subject, key: authorityKeys.privateKey },
    itself: { name: "CN=Server of a test", key: serverKeys.privateKey },
    another: { name: "CN=Another authority", key: otherKeys.privateKey },
  }[signedBy];
  const server = await x509.X509CertificateGenerator.create({
    serialNumber: "02",
    subject: "CN=Server of a test",
    issuer: issuer.name,
    notBefore: inDays(-300),
    notAfter: inDays(days),
    signingAlgorithm: algorithm,
    publicKey: serverKeys.publicKey,
    signingKey: issuer.key,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", serverKeys.privateKey)).toString("base64");
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/(.{64})/g, "$1\n")}\n-----END PRIVATE KEY-----\n`;
  return { key, cert: server.toString("pem"), ca: authority.toString("pem") };
}
