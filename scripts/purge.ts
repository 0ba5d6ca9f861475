import { setTimeout as wait } from "node:timers/promises";
import { closeDatabases } from "@/db/client";
import { hourMs } from "@/lib/base/clock";
import { endOnUncaught } from "@/lib/base/end-on-uncaught";
import { purgeEnv } from "@/lib/base/env";
import { describeError, log } from "@/lib/base/log";
import { whyForeign } from "@/lib/oversight/isolation/why-foreign";
import { purge } from "@/lib/oversight/retention/purge";
import { Failure, runProgram } from "@/scripts/failure";

/** `npm run purge`: erases what is past its time, now and every hour; with --once, now. A failed purge is tried again a minute later. */
const tryAgainMs = 60_000;

await runProgram(async () => {
  purgeEnv();
  const foreign = await whyForeign("purge");
  if (foreign) throw new Failure(foreign);
  endOnUncaught();
  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => ending.abort());
  const once = process.argv.includes("--once");
  log.info("purge ready");
  while (!ending.signal.aborted) {
    let pauseMs = hourMs;
    try {
      log.info("purged", { rows: await purge({ signal: ending.signal }) });
    } catch (thrown) {
      if (ending.signal.aborted) break;
      if (once) throw thrown;
      log.warn("purge failed, trying again", describeError(thrown));
      pauseMs = tryAgainMs;
    }
    if (once) break;
    await wait(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
  }
  await closeDatabases();
});
