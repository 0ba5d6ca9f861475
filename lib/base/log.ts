import { countUp } from "@/lib/base/counters";
import { logLevel } from "@/lib/base/env";
import { redact } from "@/lib/base/redact";

const severity = { debug: 10, info: 20, warn: 30, error: 40 } as const;
export type LogLevel = keyof typeof severity;
export type LogFields = Record<string, unknown>;

/** The edge runtime has no standard output: there, the console leads to the one that captureConsole has taken, which passes the line on. */
function put(line: string): void {
  const { stdout } = process as { stdout?: typeof process.stdout };
  if (stdout) stdout.write(`${line}\n`);
  else console.log(line);
}

/** What JSON leaves as it is although a terminal acts on it, or shows the rest of the line in another order. */
const lively = /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;
const inert = (json: string) => json.replace(lively, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The request that is being served: kept by lib/base/request-id.ts, which the edge runtime does without. */
function requestOf(): LogFields {
  const { [Symbol.for("holdfast.request-id")]: ids } = globalThis as { [key: symbol]: { getStore: () => string | undefined } | undefined };
  const requestId = ids?.getStore();
  return requestId === undefined ? {} : { requestId };
}

/** Complaints are counted by their event, which is a fixed text, for the metrics; what the edge runtime logs is counted as it is passed on. */
export function countComplaint(level: string, event: string): void {
  if (level === "warn" || level === "error")
    countUp(`holdfast_complaints_total{level="${level}",event="${event.replace(/[^\w ',.-]/g, "")}"}`);
}

function write(level: LogLevel, event: string, fields: LogFields): void {
  countComplaint(level, event);
  if (severity[level] < severity[logLevel()]) return;
  put(inert(JSON.stringify({ at: new Date().toISOString(), level, event, ...requestOf(), ...(redact(fields) as LogFields) })));
}

/**
 * The one log: one JSON object a line on standard output, redacted before it is written, and plain text whatever is in it.
 * `event` is a fixed text ("charge posted"); whatever varies goes into `fields`, as ids, numbers and reasons.
 */
export const log = {
  debug: (event: string, fields: LogFields = {}) => write("debug", event, fields),
  info: (event: string, fields: LogFields = {}) => write("info", event, fields),
  warn: (event: string, fields: LogFields = {}) => write("warn", event, fields),
  error: (event: string, fields: LogFields = {}) => write("error", event, fields),
};

/**
 * What an error says of itself. A query's message quotes its parameters, which are people's data: only the statement's first words are
 * kept; a database's own message may quote a value, so that its code and constraint stand in its place.
 */
function messageOf(thrown: Error): string {
  const query = /^Failed query: (\S+(?: \S+){0,3})/.exec(thrown.message);
  if (query) return `Failed query: ${query[1]} …`;
  if (thrown.name !== "PostgresError") return thrown.message;
  const { code, constraint_name: constraint } = thrown as Error & { code?: string; constraint_name?: string };
  return [`SQLSTATE ${code ?? "unknown"}`, ...(constraint ? [constraint] : [])].join(" ");
}

/** What a log may say of a thrown value: its name, a redacted message and the code positions, never its properties. */
export function describeError(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { error: typeof thrown };
  const frames = (thrown.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  const cause = thrown.cause === undefined ? {} : { cause: describeError(thrown.cause) };
  return { error: thrown.name, message: messageOf(thrown), frames: frames.slice(0, 6).map((line) => line.trim()), ...cause };
}
