import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root } from "@/scripts/root";

/** Ends as a process does in which something is thrown that nobody catches. */
async function runOut(thrown: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const program = `import { endOnUncaught } from "@/lib/base/end-on-uncaught";
    endOnUncaught();
    ${thrown}
    setTimeout(() => process.exit(0), 10_000);`;
  const options = [...process.execArgv, "--no-warnings", "--input-type=module", "--eval", program];
  const outcome: { code?: unknown; stdout: string; stderr: string } = await promisify(execFile)(process.execPath, options, {
    cwd: root,
  }).catch((failed: { code: unknown; stdout: string; stderr: string }) => failed);
  return { code: outcome.code, stdout: outcome.stdout, stderr: outcome.stderr };
}

const withParameters = 'Object.assign(new TypeError("a socket is gone"), { parameters: ["a member\'s password"] })';

test.each([
  ["thrown outside of any request", `setImmediate(() => { throw ${withParameters}; });`],
  ["a promise that nobody awaits", `void Promise.reject(${withParameters});`],
])("%s ends the process with one redacted line", async (_, thrown) => {
  const { code, stdout, stderr } = await runOut(thrown);
  expect({ code, stderr, lines: stdout.trim().split("\n").length }).toEqual({ code: 1, stderr: "", lines: 1 });
  expect(JSON.parse(stdout)).toMatchObject({ level: "error", error: "TypeError", message: "a socket is gone" });
  expect(stdout).not.toContain("password");
});
