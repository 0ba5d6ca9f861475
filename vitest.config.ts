import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
const support = (file: string) => `tests/support/${file}.ts`;

/** Files that take minutes. Begun last, one of them would keep a single core busy while the others have nothing left to do. */
const longest = ["world/accept-path-crash", "browser/csp", "browser/journey", "browser/passkeys", "world/faults"];
const rank = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return place < 0 ? longest.length : place;
};

/** Vitest's own order, but the files that take longest begin first. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- Vitest's method of that name; it is no array's.
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

/** Each suite starts only what it needs: the rules need nothing, the domain a database server, web and browser a whole world. */
export default defineConfig({
  resolve: { alias },
  test: {
    pool: "forks",
    // Packages of hundreds of small files, which every test file would read one by one: made into one file each, once a run.
    deps: {
      optimizer: {
        ssr: { enabled: true, include: ["drizzle-orm", "drizzle-orm/pg-core", "drizzle-orm/postgres-js", "stripe", "pg-boss", "zod"] },
      },
    },
    // It never makes an id that is older than its last one: a domain file's clock in the future must not outlive the file. Said for all
    // projects, since the first one that imports a package decides for the others whether Vitest reads it or Node.
    server: { deps: { inline: ["uuid"] } },
    // One more than there are cores: a file that kills and restarts a world waits most of its time.
    maxWorkers: availableParallelism() + 1,
    // Generous, because a machine may be busy: a test that waits for something says itself how long that may take.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      // Files of one process share the compiler and what it has parsed.
      { extends: true, test: { name: "rules", isolate: false, include: ["tests/rules/**/*.test.ts"] } },
      { extends: true, test: { name: "sandbox", include: ["tests/sandbox/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "domain",
          isolate: false,
          include: ["tests/domain/**/*.test.ts"],
          globalSetup: support("test-cluster"),
          setupFiles: [support("fresh-file"), support("settings"), support("log-watch"), support("database")],
          sequence: { setupFiles: "list" },
          // Threads run from the sources, where only Vitest knows what "@/" is.
          execArgv: ["--import", fileURLToPath(new URL("tests/support/resolve-alias.mjs", import.meta.url))],
        },
      },
      { extends: true, test: { name: "world", include: ["tests/world/**/*.test.ts"] } },
      {
        extends: true,
        test: { name: "web", include: ["tests/web/**/*.test.ts"], globalSetup: support("test-world"), setupFiles: [support("world-log")] },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          globalSetup: support("test-world"),
          setupFiles: [support("browser-gap"), support("world-log")],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
