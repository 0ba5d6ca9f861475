import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mainJob } from "@/scripts/demo/main-job";
import { runProgram } from "@/scripts/failure";
import { startWorld } from "@/scripts/world/start-world";

/** `npm run demo`: the main job as a program, on a world of its own that is gone afterwards. */
await runProgram(async () => {
  const home = mkdtempSync(join(tmpdir(), "holdfast-demo-"));
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  const say = (line: string) => console.log(line);
  const world = await startWorld({ home, port: 0, environment: {}, durable: true, verbose: false, signal: ending.signal, say });
  try {
    await mainJob(world, say);
  } finally {
    await world.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
