import { countUp } from "@/lib/base/counters";
import { countComplaint, describeError, log } from "@/lib/base/log";

const levelOf = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;

/** How a line begins that our own log wrote on the edge runtime: it is redacted, and whole. */
const ownLine = '{"at":"';

const own = /^\{"at":"[^"]*","level":"(\w+)","event":"([^"\\]*)"/;

/** The edge runtime's counts are its own: what its lines complain of, and whether the shared limits answer, is counted here. */
function countOwn(line: string): void {
  const [, level = "", event = ""] = own.exec(line) ?? [];
  countComplaint(level, event);
  if (event === "shared limits do not answer") countUp("holdfast_shared_limits_down", 1);
  if (event === "shared limits answer again") countUp("holdfast_shared_limits_down", -1);
}

/**
 * From here on, what libraries and the framework print goes into the one log and through its redaction. They print errors whole, with
 * the statements and the parameters that a database's error carries.
 */
export function captureConsole(): void {
  for (const [method, level] of Object.entries(levelOf)) {
    console[method as keyof typeof levelOf] = (...said: unknown[]) => {
      const [line] = said;
      if (typeof line === "string" && line.startsWith(ownLine)) {
        countOwn(line);
        return void process.stdout.write(`${line}\n`);
      }
      log[level]("printed", { said: said.map((part) => (part instanceof Error ? describeError(part) : part)) });
    };
  }
}
