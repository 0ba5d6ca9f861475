import { describeError, log } from "@/lib/base/log";

const levelOf = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;

/** How a line begins that our own log wrote on the edge runtime: it is redacted, and whole. */
const ownLine = '{"at":"';

/**
 * From here on, what libraries and the framework print goes into the one log and through its redaction. They print errors whole, with
 * the statements and the parameters that a database's error carries.
 */
export function captureConsole(): void {
  for (const [method, level] of Object.entries(levelOf)) {
    console[method as keyof typeof levelOf] = (...said: unknown[]) => {
      const [line] = said;
      if (typeof line === "string" && line.startsWith(ownLine)) return void process.stdout.write(`${line}\n`);
      log[level]("printed", { said: said.map((part) => (part instanceof Error ? describeError(part) : part)) });
    };
  }
}
