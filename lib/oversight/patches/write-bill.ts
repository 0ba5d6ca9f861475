import type { Lock, LockedPackage } from "@/lib/oversight/patches/read-lock";

/** A package URL (ECMA-427): pkg:npm/%40scope/name@1.2.3. */
const purl = ({ name, version }: LockedPackage) => `pkg:npm/${name.replace("@", "%40")}@${version}`;

const algorithms: Record<string, string> = { sha512: "SHA-512", sha384: "SHA-384", sha256: "SHA-256", sha1: "SHA-1" };

/** Subresource Integrity, as the lock has it, in CycloneDX's terms: the algorithm and hexadecimal. */
function hashesOf({ integrity }: LockedPackage) {
  const [, of = "", value = ""] = /^(sha\d+)-([A-Za-z0-9+/=]+)$/.exec(integrity?.split(" ")[0] ?? "") ?? [];
  return algorithms[of] ? { hashes: [{ alg: algorithms[of], content: Buffer.from(value, "base64").toString("hex") }] } : {};
}

function component(one: LockedPackage) {
  return {
    type: "library",
    "bom-ref": purl(one),
    name: one.name,
    version: one.version,
    scope: one.dev ? "excluded" : one.optional ? "optional" : "required",
    ...hashesOf(one),
    ...(one.license ? { licenses: [{ expression: one.license }] } : {}),
    purl: purl(one),
  };
}

/**
 * The bill of materials of a lockfile: CycloneDX 1.6 as JSON (ECMA-424). The same lockfile gives the same text, so that two can be compared. What
 * only builds and tests use is there with the scope "excluded".
 */
export function writeBill({ name, version, digest, packages }: Lock): string {
  const [a, b, c, d] = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(13, 16), digest.slice(17, 20)];
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${a}-${b}-8${c}-8${d}-${digest.slice(20, 32)}`,
    version: 1,
    metadata: {
      component: { type: "application", "bom-ref": `${name}@${version}`, name, version },
      properties: [{ name: "holdfast:package-lock.json:sha256", value: digest }],
    },
    components: packages.map(component),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}
