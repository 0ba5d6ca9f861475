import { describeError, log } from "@/lib/base/log";

const levelOf = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;

/**
 * From here on, what libraries and the framework print goes into the one log and through its redaction. They print errors whole, with
 * the statements and the parameters that a database's error carries.
 */
export function captureConsole(): void {
  for (const [method, level] of Object.entries(levelOf)) {
    console[method as keyof typeof levelOf] = (...said: unknown[]) => {
      log[level]("printed", { said: said.map((part) => (part instanceof Error ? describeError(part) : part)) });
    };
  }
}
