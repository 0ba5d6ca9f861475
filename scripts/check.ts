import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { root } from "@/scripts/root";

/** `npm run check`: types, lint, dead code and rules, side by side. Says how long each took, and what each that failed found. */
interface Step {
  name: string;
  commands: string[][];
}

interface Outcome {
  passed: boolean;
  output: string;
  seconds: number;
}

const steps: Step[] = [
  // Next writes the declarations for stylesheets and routes at its first build; a fresh clone has none yet.
  { name: "types", commands: [...(existsSync(join(root, "next-env.d.ts")) ? [] : [["next", "typegen"]]), ["tsc", "--noEmit"]] },
  { name: "format and lint (biome)", commands: [["biome", "check", "--error-on-warnings", "--colors=off"]] },
  { name: "lint (oxlint)", commands: [["oxlint", "--deny-warnings", "--report-unused-disable-directives"]] },
  { name: "dead code (knip)", commands: [["knip", "--no-progress", "--treat-config-hints-as-errors"]] },
  { name: "rules", commands: [["vitest", "run", "--project", "rules", "--reporter=dot"]] },
];

/** Runs the step's commands one after the other, up to the first that fails. */
async function runStep({ commands }: Step): Promise<Outcome> {
  const started = performance.now();
  let output = "";
  let passed = true;
  for (const [program = "", ...args] of commands) {
    if (!passed) break;
    const run = await runCommand(program, args);
    output += run.output;
    passed = run.passed;
  }
  return { passed, output, seconds: (performance.now() - started) / 1000 };
}

function runCommand(program: string, args: string[]): Promise<{ passed: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(join(root, "node_modules", ".bin", program), args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ passed: false, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ passed: code === 0, output }));
  });
}

const outcomes = await Promise.all(
  steps.map(async (step) => {
    const outcome = await runStep(step);
    process.stdout.write(`${outcome.passed ? "ok    " : "FAILED"}  ${step.name}  ${outcome.seconds.toFixed(1)} s\n`);
    return { step, outcome };
  }),
);
const failed = outcomes.filter(({ outcome }) => !outcome.passed);
for (const { step, outcome } of failed) process.stdout.write(`\n${step.name}\n${outcome.output}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
