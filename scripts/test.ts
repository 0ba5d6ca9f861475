import { createVitest, parseCLI, type TestCase, type TestModule, type Vitest } from "vitest/node";
import { runProgram } from "@/scripts/failure";
import { onInterrupt } from "@/scripts/on-interrupt";

/**
 * `npm test [-- filters and vitest's own options]`: every suite. Its last line counts the tests; a file or a set-up that
 * fails outside its tests counts as one more that failed. What was skipped is named, with the reason.
 */
await runProgram(async () => {
  const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
  const vitest = await createVitest({ ...options, run: true, watch: false });
  // Vitest would end this process at once. The servers and worlds of the tests are taken down by the set-ups that made them.
  for (const signal of ["SIGINT", "SIGTERM"]) process.removeAllListeners(signal);
  onInterrupt(() => void vitest.cancelCurrentRun("keyboard-input"));
  const { passed, failed, skipped } = await runAll(vitest, filter);
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exit(failed > 0 || passed + skipped === 0 ? 1 : 0);
});

async function runAll(vitest: Vitest, filter: string[]): Promise<{ passed: number; failed: number; skipped: number }> {
  let outsideTests = 0;
  try {
    const { unhandledErrors } = await vitest.start(filter);
    outsideTests += unhandledErrors.length;
  } catch (error) {
    process.stderr.write(`The tests could not be run: ${error instanceof Error ? error.stack : String(error)}\n`);
    outsideTests += 1;
  }
  const modules = vitest.state.getTestModules();
  await vitest.close();

  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string, among = tests) => among.filter((one) => one.result().state === state);
  const brokenModules = modules.filter((module) => module.state() === "failed" && [...module.children.allTests("failed")].length === 0);
  const [passed, failed] = [inState("passed").length, inState("failed").length];
  nameSkipped(modules);
  return { passed, failed: failed + brokenModules.length + outsideTests, skipped: tests.length - passed - failed };
}

function nameSkipped(modules: TestModule[]): void {
  for (const file of modules) {
    const all = [...file.children.allTests()];
    const skipped = all.filter((one) => ["skipped", "pending"].includes(one.result().state));
    if (skipped.length === 0) continue;
    const whole = skipped.length === all.length;
    process.stdout.write(`skipped: ${file.relativeModuleId}${whole ? reason(skipped[0]) : ""}\n`);
    if (!whole) for (const one of skipped) process.stdout.write(`skipped:   ${one.fullName}${reason(one)}\n`);
  }
}

function reason(test: TestCase | undefined): string {
  const result = test?.result();
  return result?.state === "skipped" && result.note ? ` (${result.note})` : "";
}
