import { beforeEach, inject } from "vitest";

/** A set-up file: without a browser its suites are skipped by name, which under CI=true is a failure instead. */
const gap = inject("chromium") ? null : "no Chromium on this machine, and no package has one for it";

if (gap && process.env.CI === "true") throw new Error(`Browser suites cannot run: ${gap}.`);

beforeEach(({ skip }) => {
  if (gap) skip(gap);
});
