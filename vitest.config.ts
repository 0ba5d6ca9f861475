import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/support/longest-first";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
const support = (file: string) => `tests/support/${file}.ts`;

/** Each suite starts only what it needs: the rules need nothing, the domain a database server, web and browser a whole world. */
export default defineConfig({
  resolve: { alias },
  test: {
    pool: "forks",
    maxWorkers: Math.max(2, availableParallelism()),
    // Generous, because a machine may be busy: a test that waits for something says itself how long that may take.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "rules", include: ["tests/rules/**/*.test.ts"] } },
      { extends: true, test: { name: "sandbox", include: ["tests/sandbox/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "domain",
          include: ["tests/domain/**/*.test.ts"],
          globalSetup: support("test-cluster"),
          setupFiles: [support("settings"), support("log-watch"), support("database")],
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
