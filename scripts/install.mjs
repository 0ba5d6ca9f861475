// Runs before every npm script that needs packages, on whatever Node is installed (>= 20.19), with no package at hand.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { waitForLock } from "./lock.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stderr.write(`${line}\n`);

function fail(...lines) {
  lines.forEach(say);
  process.exit(1);
}

/**
 * npm writes its record into node_modules as the last act of an install, so a record that agrees with the lockfile
 * means an install that ended. Absent packages are ones of other platforms; wrong or surplus ones are not accepted.
 */
function isInstalled() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const same = (path) => present[path].version === wanted[path].version && present[path].integrity === wanted[path].integrity;
  return (
    Object.keys(wanted).every((path) => path === "" || (path in present ? same(path) : wanted[path].optional === true)) &&
    Object.keys(present).every((path) => path in wanted)
  );
}

/** Installs exactly what the lockfile says. No package gets to run a script of its own: none here needs to. */
function install() {
  const npm = process.env.npm_execpath;
  if (!npm) fail("Packages are missing. Start this through npm (for example `npm start`), or run `npm ci` first.");
  say("Installing packages (npm ci) …");
  const began = Date.now();
  const { status, error } = spawnSync(
    process.execPath,
    [npm, "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      stdio: ["ignore", 2, 2],
    },
  );
  if (status !== 0) {
    fail(
      `Packages could not be installed${error ? `: ${error.message}` : ""}.`,
      "npm's own message is above. Most often the package registry cannot be reached: check the network and `npm config get registry`, then try again.",
    );
  }
  say(`Installed packages in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Node ${process.versions.node} is too old to install Holdfast: 20.19 or newer is needed.`);

if (!isInstalled()) {
  const lock = await waitForLock(join(root, "dist", "install.lock"), (pid) =>
    say(`Waiting for an installation under way (process ${pid}) …`),
  );
  try {
    if (!isInstalled()) install();
  } finally {
    lock.release();
  }
}
