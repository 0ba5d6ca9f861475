import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { login } from "@/bench/login";
import type { Figure } from "@/bench/measure";
import { withBench } from "@/bench/open-bench";
import { rotation } from "@/bench/rotation";
import { signedInPage } from "@/bench/signed-in-page";
import { vault } from "@/bench/vault";
import { webhooks } from "@/bench/webhooks";
import { runProgram } from "@/scripts/failure";
import { root } from "@/scripts/root";

/** `npm run bench`: every figure beside its floor, into bench/RESULTS.md. */
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
one failure; its rate is a thousand by its time. Read the ratio: the times are this machine's.

Machine: ${machine}.

| figure | time | floor | time | ratio |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

await runProgram(async () => {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const figures = await withBench(say, async (bench) => [
    await signedInPage(bench),
    await login(bench),
    await webhooks(bench),
    ...(await vault()),
    ...(await rotation(bench, say)),
  ]);
  const text = tableOf(figures);
  writeFileSync(join(root, "bench", "RESULTS.md"), text);
  say(`\n${text}`);
});
