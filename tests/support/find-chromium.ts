import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnv } from "@/scripts/child-env";
import { stateDirectory } from "@/scripts/home";
import { root } from "@/scripts/root";

export type Chromium = { executablePath: string; env: Record<string, string> };

const systemPaths = [
  process.env.CHROMIUM_PATH ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The system's Chromium, else the one that a package ships for x64 Linux, else null. CHROMIUM_PATH=package skips the system's, none skips both. */
export function findChromium(): Chromium | null {
  if (process.env.CHROMIUM_PATH === "none") return null;
  const ofSystem = process.env.CHROMIUM_PATH === "package" ? undefined : systemPaths.find((path) => existsSync(path));
  if (ofSystem) return { executablePath: ofSystem, env: {} };
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  return unpackChromium();
}

/**
 * Unpacks the packaged browser once a version, with its libraries and fonts. This runs in a process of its own, because
 * the package changes the environment of the one that imports it. Its own launch arguments, which switch web security
 * off, are not used.
 */
function unpackChromium(): Chromium {
  const manifest = readFileSync(join(root, "node_modules/@sparticuz/chromium/package.json"), "utf8");
  const place = join(stateDirectory(), `chromium-${(JSON.parse(manifest) as { version: string }).version}`);
  if (!existsSync(place)) {
    const draft = `${place}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    const program = 'const { default: chromium } = await import("@sparticuz/chromium"); await chromium.executablePath();';
    execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
      env: childEnv({ HOME: draft, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" }),
      stdio: "inherit",
    });
    // The fonts are looked for elsewhere; without them no text is laid out.
    const fonts = join(draft, "fonts", "fonts.conf");
    writeFileSync(fonts, readFileSync(fonts, "utf8").replace("<dir>", `<dir>${join(place, "fonts")}</dir><dir>`));
    try {
      renameSync(draft, place);
    } catch (error) {
      if (!existsSync(place)) throw error;
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return {
    executablePath: join(place, "chromium"),
    env: { LD_LIBRARY_PATH: join(place, "al2023", "lib"), FONTCONFIG_PATH: join(place, "fonts") },
  };
}
