import { readConfig } from "@/sandbox/read-config";
import { startSandbox } from "@/sandbox/start-sandbox";

/** The sandbox as a process: says on one line when it is ready, and ends within a second of SIGTERM or SIGINT. */
async function main() {
  const { close, ...addresses } = await startSandbox(readConfig(process.env));
  const end = () => {
    setTimeout(() => process.exit(0), 800).unref();
    void close().then(() => process.exit(0));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  process.stdout.write(`${JSON.stringify({ ready: true, ...addresses })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`sandbox: cannot start: ${error instanceof Error ? error.message : "unknown reason"}\n`);
  process.exit(1);
});
