import { parseArgs } from "node:util";
import { closeDatabases } from "@/db/client";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";
import { runProgram } from "@/scripts/failure";
import { commands, type OperatorCommand } from "@/scripts/operator/commands";
import { explainRefusal } from "@/scripts/operator/explain-refusal";
import { useWorkerSettings } from "@/scripts/operator/use-worker-settings";

/** Wrong use of the command line: usage on standard error, exit code 2 (as in sysexits and most tools). */
function refuseUse(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage()}`);
  process.exit(2);
}

function usage(): string {
  const lines = Object.entries(commands).map(
    ([name, { argument, does }]) => `  ${`${name} ${argument ? `<${argument}>` : ""}`.padEnd(24)}${does}`,
  );
  return `Usage: npm run operator -- <command> [argument]\n\n${lines.join("\n")}\n\nIt acts with the worker's settings, and every change is a line in the access log.\n`;
}

function isCommand(name: string): name is OperatorCommand {
  return Object.hasOwn(commands, name);
}

function readCommandLine(): { name: OperatorCommand; argument: string } {
  const { values, positionals } = parseArgs({ allowPositionals: true, strict: false, options: { help: { type: "boolean", short: "h" } } });
  const [name = "", argument = "", ...rest] = positionals;
  if (values.help || name === "help") {
    process.stdout.write(usage());
    process.exit(0);
  }
  if (name === "") refuseUse("Say what to do.");
  if (!isCommand(name)) refuseUse(`There is no command "${name}".`);
  const expected = commands[name].argument;
  if (expected && argument === "") refuseUse(`"${name}" needs an argument: ${expected}.`);
  if (rest.length > 0 || (!expected && argument !== "")) refuseUse(`"${name}" takes ${expected ? "one argument" : "no argument"}.`);
  return { name, argument };
}

await runProgram(async () => {
  const { name, argument } = readCommandLine();
  useWorkerSettings();
  const actor: Actor = { kind: "host", command: name };
  try {
    process.stdout.write(`${await commands[name].run(actor, argument)}\n`);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    process.stderr.write(`${explainRefusal(thrown, argument)}\n`);
    process.exitCode = 1;
  } finally {
    await closeDatabases();
  }
});
