import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Entries that do not lie in scripts/ under their own name. */
const entries = { web: "server.ts", worker: "worker.ts", sandbox: "sandbox/main.ts" };

/** Programs that another one starts on a thread of its own: each lies beside it, in a file of its own. */
export const threads = { worker: { "feed-thread": "lib/schedule/feed-thread.ts" } };

/** @param {string} name */
export const entryOf = (name) => entries[name] ?? `scripts/${name}.ts`;

/**
 * Bundles one program of this repository, its packages left outside, into dist/<name>.mjs: path aliases need it, and a
 * test can then see which modules a process holds. What it imports only when needed lies beside it in files of its own,
 * named by their content, and so do its threads' programs, under their own names. What is already bundled from the same sources
 * is left as it is. Two at once are harmless: each writes aside and renames, the program last.
 * @param {string} name
 * @returns {Promise<string>} the bundle's path
 */
export async function bundle(name) {
  const file = join(root, "dist", `${name}.mjs`);
  const record = join(root, "dist", `${name}.sources.json`);
  if (isCurrent(file, record)) return file;

  const esbuild = await import("esbuild");
  const { outputFiles, metafile } = esbuild.buildSync({
    absWorkingDir: root,
    entryPoints: { [name]: entryOf(name), ...threads[name] },
    outdir: dirname(file),
    outExtension: { ".js": ".mjs" },
    splitting: true,
    chunkNames: `${name}-[hash]`,
    write: false,
    bundle: true,
    metafile: true,
    external: externalPackages(),
    platform: "node",
    target: "node24",
    format: "esm",
    jsx: "automatic",
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "warning",
  });
  const ours = Object.keys(metafile.inputs).filter((path) => !path.startsWith("node_modules/"));
  const sources = Object.fromEntries(ours.map((path) => [path, hashOf(path)]));
  mkdirSync(dirname(file), { recursive: true });
  const programLast = outputFiles.toSorted((one, other) => Number(one.path === file) - Number(other.path === file));
  for (const output of programLast) replace(output.path, output.contents);
  replace(record, JSON.stringify({ settings: settings(), sources }));
  return file;
}

/** Packages are found in node_modules at run time, but for Drizzle: its hundreds of small files take a second to load one by one. */
function externalPackages() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name !== "drizzle-orm");
}

function isCurrent(file, record) {
  if (!existsSync(file) || !existsSync(record)) return false;
  const { settings: then, sources } = JSON.parse(readFileSync(record, "utf8"));
  return then === settings() && Object.entries(sources).every(([path, hash]) => hashOf(path) === hash);
}

/** What besides the sources decides a bundle's content. */
const settings = () => ["scripts/bundle.mjs", "tsconfig.json", "package-lock.json"].map(hashOf).join(" ");

function hashOf(path) {
  const absolute = join(root, path);
  return existsSync(absolute) ? createHash("sha256").update(readFileSync(absolute)).digest("hex") : null;
}

function replace(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
