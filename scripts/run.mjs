// node scripts/run.mjs <name> [arguments]: runs a program of this repository, in this process, on the pinned Node.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundle, entryOf } from "./bundle.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name = "", ...args] = process.argv.slice(2);

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** An older Node hands over to the pinned one: signals go to it, and its end becomes this process's end. */
function handOver() {
  const pinned = join(root, "node_modules", ".bin", "node");
  if (!existsSync(pinned))
    fail(`Node ${process.versions.node} is too old to run Holdfast (22.12 or newer), and the pinned one is not installed: run \`npm ci\`.`);
  const child = spawn(pinned, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

async function run() {
  if (!existsSync(join(root, entryOf(name)))) fail(`There is no program called "${name}".`);
  if (!existsSync(join(root, "node_modules"))) fail("Packages are missing: run `npm ci` first.");
  const file = await bundle(name);
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) handOver();
else await run();
