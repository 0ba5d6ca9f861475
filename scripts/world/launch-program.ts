import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnv } from "@/scripts/child-env";
import { Failure } from "@/scripts/failure";
import { root } from "@/scripts/root";
import { openLog } from "@/scripts/rotating-log";
import type { Live } from "@/scripts/world/supervisor";

export type Program = {
  name: string;
  /** A bundle in dist/. */
  file: string;
  /** All that it gets to know, besides PATH, HOME and the time zone. */
  env: Record<string, string>;
  logFile: string;
  /** Shows its log on the terminal as well. */
  verbose: boolean;
  /** Whether a line of its output says that it serves; or, asked again and again, whether it answers. */
  servesBy: { line: (text: string) => boolean } | { asking: () => Promise<boolean> };
};

const readyWithinMs = 30_000;
const stopWithinMs = 5_000;

/**
 * Starts a bundled program in a process group of its own, so that a Ctrl-C in the terminal reaches only the supervisor,
 * which then ends its parts in order. All that it prints goes to its log file.
 */
export async function launchProgram(program: Program): Promise<Live> {
  const child = spawn(process.execPath, ["--enable-source-maps", program.file], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: childEnv(program.env),
  });
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  const lastLines: string[] = [];
  const ended = new Promise<string>((resolve) => {
    child.once("close", (code, signal) => resolve(signal ? `by ${signal}` : `exit code ${code}`));
  });
  const announced = copyOutput(child, program, lastLines, ended);
  const served = "line" in program.servesBy ? announced : untilAnswering(program.servesBy.asking, ended);
  return {
    pid: child.pid as number,
    ready: untilServing(program, served, ended, lastLines),
    ended,
    stop: () => stop(child, ended),
  };
}

/** Writes each line to the log file as it comes, and settles at the one that says that the program serves. */
function copyOutput(
  child: ChildProcess,
  { name, logFile, verbose, servesBy }: Program,
  lastLines: string[],
  ended: Promise<string>,
): Promise<void> {
  const log = openLog(logFile);
  void ended.then(() => log.close());
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (text) => {
        log.write(text);
        if (verbose) process.stderr.write(`${name.padEnd(8)} ${text}\n`);
        lastLines.push(text);
        if (lastLines.length > 12) lastLines.shift();
        if ("line" in servesBy && servesBy.line(text)) resolve();
      });
    }
  });
}

async function untilAnswering(ask: () => Promise<boolean>, ended: Promise<string>): Promise<void> {
  const over = ended.then(() => true);
  const notYet = () => sleep(100, false);
  for (let answers = false; !answers; ) answers = (await ask().catch(() => false)) || (await Promise.race([over, notYet()]));
}

async function untilServing({ name, logFile }: Program, served: Promise<void>, ended: Promise<string>, lastLines: string[]): Promise<void> {
  const patience = new AbortController();
  const late = sleep(readyWithinMs, `is not ready after ${readyWithinMs / 1_000} s`, { signal: patience.signal }).catch(() => "");
  const wrong = await Promise.race([ended.then((how) => `ended while starting (${how})`), served.then(() => null), late]);
  patience.abort();
  if (wrong !== null) throw new Failure([`${name} ${wrong}. The end of ${logFile}:`, ...lastLines].join("\n"));
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill("SIGTERM");
  const patience = new AbortController();
  const late = sleep(stopWithinMs, "late", { signal: patience.signal }).catch(() => "");
  if ((await Promise.race([ended, late])) === "late") child.kill("SIGKILL");
  await ended;
  patience.abort();
}

export const logFileOf = (home: string, name: string) => join(home, "logs", `${name}.log`);
