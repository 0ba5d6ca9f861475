import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { accessLog } from "@/bench/access-log";
import { consolePages } from "@/bench/console";
import { engine } from "@/bench/engine";
import { login } from "@/bench/login";
import { manyConnections } from "@/bench/many-connections";
import type { Figure } from "@/bench/measure";
import { type Bench, withBench } from "@/bench/open-bench";
import { purgeActivity } from "@/bench/purge";
import { rotation } from "@/bench/rotation";
import { signedInPage } from "@/bench/signed-in-page";
import { speed } from "@/bench/speed";
import { vault } from "@/bench/vault";
import { webhooks } from "@/bench/webhooks";
import { Failure, runProgram } from "@/scripts/failure";
import { root } from "@/scripts/root";

/** `npm run bench`: every figure beside its floor, into bench/RESULTS.md; with names, only these, and nothing is written. */
type Part = (bench: Bench, say: (line: string) => void) => Promise<Figure[]>;
/** Says to a process that it measures one part for another. */
const partOfRun = "HOLDFAST_BENCH_PART";
const digits = (value: number) => value.toFixed(value < 10 ? 2 : 1);

function tableOf(figures: Figure[]): string {
  const rows = figures.map(
    ({ name, floorName, floor, measured, unit }) =>
      `| ${name} | ${digits(measured)} ${unit} | ${floorName} | ${digits(floor)} ${unit} | ${(measured / floor).toFixed(2)} |`,
  );
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  return `# Figures

Made by \`npm run bench\`. Each figure stands beside a floor that was measured in the same run, in turn with it; both are medians of
five runs, one request at a time. Rotation is one run over 10,000 connections, whose credentials are opened and sealed meanwhile without
one failure; its rate is a thousand by its time. The way of an order to its acceptance is the median of twenty; offers are taken in one
run over 2,000 of them, each looked at by three at once and taken once. A look is one of a round over 1,000 connections of one
worker, whose logins are in use. The purge is one run over a million rows, and so is its floor. Lines are appended in one run of ten thousand, and a million
chained and verified in one run, each per thousand. Staff's pages are measured with 100,000 members; BENCH_MEMBERS and BENCH_LINES
change both sizes. Read the ratio: the times are this machine's.

Machine: ${machine}.

| figure | time | floor | time | ratio |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

/** What is measured, each part on a world of its own: some fill the tables, and leave the worker with work. */
const parts: Record<string, Part> = {
  "signed-in-page": async (bench) => [await signedInPage(bench)],
  login: async (bench) => [await login(bench)],
  vault,
  rotation,
  speed: async (bench) => [await speed(bench)],
  engine: async (bench, say) => [await engine(bench, say)],
  "many-connections": manyConnections,
  purge: async (bench, say) => [await purgeActivity(bench, say)],
  "access-log": accessLog,
  console: consolePages,
  webhooks: async (bench) => [await webhooks(bench)],
};

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Has a process of its own measure a part, since each reads its settings once, and they are the world's. */
async function measureApart(name: string): Promise<Figure[]> {
  const child = fork(process.argv[1] as string, [name], { env: { ...process.env, [partOfRun]: "yes" } });
  const figures: Figure[] = [];
  child.on("message", (measured) => figures.push(...(measured as Figure[])));
  const code = await new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
  if (code !== 0) throw new Failure(`${name} ended with ${String(code)}`);
  return figures;
}

/** Measures a part in this process, and tells it to the one that asked for it. */
async function measureHere(name: string): Promise<void> {
  const figures = await withBench(say, (bench) => (parts[name] as Part)(bench, say));
  for (const { name: figure, unit, measured } of figures) say(`${figure}: ${digits(measured)} ${unit}`);
  await new Promise((resolve) => process.send?.(figures, resolve));
  process.disconnect();
}

await runProgram(async () => {
  const chosen = process.argv.slice(2);
  const unknown = chosen.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) throw new Failure(`npm run bench [-- ${Object.keys(parts).join(" | ")}]`);
  if (process.env[partOfRun]) return await measureHere(chosen[0] ?? "");
  const figures: Figure[] = [];
  for (const name of Object.keys(parts).filter((one) => chosen.length === 0 || chosen.includes(one))) {
    say(`\n${name}`);
    figures.push(...(await measureApart(name)));
  }
  const text = tableOf(figures);
  if (chosen.length === 0) writeFileSync(join(root, "bench", "RESULTS.md"), text);
  say(`\n${text}`);
});
