import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import koffi from "koffi";
import { beforeEach } from "vitest";
import type { Pkcs11Settings } from "@/lib/base/env";

const modules = [
  "/usr/lib/softhsm/libsofthsm2.so",
  "/usr/lib64/softhsm/libsofthsm2.so",
  "/usr/lib64/pkcs11/libsofthsm2.so",
  "/usr/local/lib/softhsm/libsofthsm2.so",
  "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];

function findGap(): string | null {
  if (spawnSync("softhsm2-util", ["--version"], { stdio: "ignore" }).error) return "no softhsm2-util on this machine";
  return modules.some((file) => existsSync(file)) ? null : `no libsofthsm2.so at ${modules.join(", ")}`;
}

/**
 * For the head of a suite: without SoftHSM2 its tests are skipped by name, which under CI=true is a failure instead.
 * @returns whether it is there, for the suite's own preparations
 */
export function needsSoftHsm(): boolean {
  const gap = findGap();
  if (gap && process.env.CI === "true") throw new Error(`Suites of PKCS#11 cannot run: ${gap}.`);
  beforeEach(({ skip }) => {
    if (gap) skip(gap);
  });
  return gap === null;
}

export type SoftToken = Pkcs11Settings & { pin: string };

export interface SoftTokens {
  /** A token that nobody has used yet. */
  take: () => SoftToken;
  /** Ends every session of this process on this token, as a device that was restarted would. */
  endSessions: (token: SoftToken) => void;
  remove: () => void;
}

/**
 * So many empty SoftHSM2 tokens, each with a PIN of its own, in a directory of this process's own. Ask for them before the module
 * is first loaded: it reads only then where they lie, and which there are.
 */
export function makeSoftTokens(count: number): SoftTokens {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-tokens-"));
  const configuration = join(directory, "softhsm2.conf");
  mkdirSync(join(directory, "tokens"), { mode: 0o700 });
  writeFileSync(configuration, `directories.tokendir = ${join(directory, "tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env.SOFTHSM2_CONF = configuration;
  const library = modules.find((file) => existsSync(file)) ?? "";
  const slots = new Map<string, bigint>();
  const unused = Array.from({ length: count }, (_, index): SoftToken => {
    const token = `token-${index}`;
    const pin = randomBytes(9).toString("base64url");
    const args = ["--init-token", "--free", "--label", token, "--so-pin", "security-officer", "--pin", pin];
    const said = execFileSync("softhsm2-util", args, { encoding: "utf8", env: process.env });
    slots.set(token, BigInt(/slot (\d+)/.exec(said)?.[1] ?? 0));
    const pinFile = join(directory, `${token}.pin`);
    writeFileSync(pinFile, `${pin}\n`, { mode: 0o600 });
    return { module: library, token, pinFile, pin };
  });
  return {
    take() {
      const token = unused.pop();
      if (!token) throw new Error(`all ${count} tokens are taken`);
      return token;
    },
    endSessions({ token }) {
      koffi.load(library).func("unsigned long C_CloseAllSessions(unsigned long slot)")(slots.get(token) ?? 0n);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
