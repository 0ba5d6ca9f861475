import { defineConfig } from "vitest/config";

const root = new URL("../../", import.meta.url).pathname;

/** The rules alone, without a database: what `npm run check` runs. */
export default defineConfig({
  root,
  resolve: { alias: { "@": root } },
  test: { include: ["tests/rules/**/*.test.ts"], isolate: false, testTimeout: 60_000 },
});
