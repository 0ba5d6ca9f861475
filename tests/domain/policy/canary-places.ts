import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeMetrics } from "@/lib/oversight/metrics/write-metrics";

export interface CanaryPlaces {
  /** The file that this process's log goes to, as a supervisor would write it. */
  logFile: string;
  /** Has the log lost on its way from now on, or no more. */
  loseLog: (lost: boolean) => void;
  close: () => void;
}

const metricsToken = "a-token-for-metrics-that-is-long-enough";

/** What a world has and a test of the domain lacks: a log directory that the log comes to, and a front door with metrics. */
export async function openCanaryPlaces(): Promise<CanaryPlaces> {
  const directory = mkdtempSync(path.join(tmpdir(), "holdfast-logs-"));
  const logFile = path.join(directory, "worker.log");
  writeFileSync(logFile, "");
  let isLost = false;
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    if (typeof chunk === "string" && chunk.startsWith('{"at":') && !isLost) appendFileSync(logFile, chunk);
    return write(chunk, ...rest);
  }) as typeof process.stdout.write;
  const door = createServer(async ({ url, headers }, response) => {
    if (url !== "/api/metrics" || headers.authorization !== `Bearer ${metricsToken}`) return void response.writeHead(404).end();
    response.end(await writeMetrics());
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    FRONT_DOOR_URL: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    METRICS_TOKEN: metricsToken,
    LOG_DIR: directory,
    PLATFORMS: "unused",
    OPERATOR_EMAIL: "operator@example.org",
  });
  return {
    logFile,
    loseLog: (lost) => {
      isLost = lost;
    },
    close: () => {
      process.stdout.write = write;
      door.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
