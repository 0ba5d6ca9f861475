import { parseArgs } from "node:util";
import { closeDatabases } from "@/db/client";
import { AppError } from "@/lib/base/errors";
import { runProgram } from "@/scripts/failure";
import { type Command, type Flags, flagNames, type Host } from "@/scripts/operator/command";
import { commands, type OperatorCommand } from "@/scripts/operator/commands";
import { explainRefusal } from "@/scripts/operator/explain-refusal";
import { takeWorkerSettings } from "@/scripts/operator/take-worker-settings";

/** Wrong use of the command line: usage on standard error, exit code 2 (as in sysexits and most tools). */
function refuseUse(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage()}`);
  process.exit(2);
}

function usage(): string {
  const lines = Object.entries(commands).map(
    ([name, { takes, does, flags = [] }]: [string, Command]) =>
      `  ${[name, ...takes.map((argument) => `<${argument}>`), ...flags.map((flag) => `[--${flag}]`)].join(" ").padEnd(32)} ${does}`,
  );
  return `Usage: npm run operator -- <command> [arguments]\n\n${lines.join("\n")}\n\nIt acts with the worker's settings, and every change is a line in the access log.\n`;
}

function isCommand(name: string): name is OperatorCommand {
  return Object.hasOwn(commands, name);
}

function readCommandLine(): { name: OperatorCommand; given: string[]; flags: Flags } {
  const valued = Object.fromEntries(flagNames.map((flag) => [flag, { type: "string" } as const]));
  const options = { ...valued, help: { type: "boolean", short: "h" } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, strict: false, options });
  const [name = "", ...given] = positionals;
  if (values.help || name === "help") {
    process.stdout.write(usage());
    process.exit(0);
  }
  if (name === "") refuseUse("Say what to do.");
  if (!isCommand(name)) refuseUse(`There is no command "${name}".`);
  const { takes, flags: taken = [] }: Command = commands[name];
  const missing = takes.find((_, index) => !given[index]);
  if (missing) refuseUse(`"${name}" needs an argument: ${missing}.`);
  if (given.length > takes.length)
    refuseUse(`"${name}" takes ${["no argument", "one argument"][takes.length] ?? `${takes.length} arguments`}.`);
  const flags: Flags = {};
  for (const [flag, value] of Object.entries(values)) {
    const known = taken.find((one) => one === flag);
    if (!known) refuseUse(`"${name}" takes no option --${flag}.`);
    if (typeof value !== "string" || value === "") refuseUse(`--${flag} needs a value.`);
    flags[known] = value;
  }
  return { name, given, flags };
}

await runProgram(async () => {
  const { name, given, flags } = readCommandLine();
  takeWorkerSettings();
  const actor: Host = { kind: "host", command: name };
  try {
    process.stdout.write(`${await (commands[name] as Command).run(actor, given[0] ?? "", given[1] ?? "", flags)}\n`);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    process.stderr.write(`${explainRefusal(thrown, given[0] ?? "")}\n`);
    process.exitCode = 1;
  } finally {
    await closeDatabases();
  }
});
