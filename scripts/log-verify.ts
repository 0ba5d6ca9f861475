import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { closeDatabases } from "@/db/client";
import { DumpUnreadable, dumpSource } from "@/lib/audit/dump-log";
import { databaseSource } from "@/lib/audit/log-source";
import { verifyLog } from "@/lib/audit/verify-log";
import { Failure, runProgram } from "@/scripts/failure";
import { readKept, readKeys } from "@/scripts/log-verify/read-evidence";
import { tellVerdict } from "@/scripts/log-verify/tell-verdict";
import { takeWorkerSettings } from "@/scripts/operator/take-worker-settings";

const usage = `Usage: npm run log:verify -- [--dump FILE | --database URL] [--checkpoint FILE|DIRECTORY]... [--key FILE]

Verifies the access log: of the service that runs here, of another database (as its role holdfast_worker), or of a dump made by
\`npm run operator -- export-log FILE\`. A checkpoint is a file that the worker wrote to CHECKPOINT_DIR and that was kept where nobody
with the database in hand can write; the key is the service's log key, as /.well-known/jwks.json showed it when it was set up.
Exit code: 0 intact, 1 broken, 2 wrong use.
`;

/** Says what is wrong with the command line, and how it goes. */
function refuseUse(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exit(2);
}

function readCommandLine() {
  const options = {
    help: { type: "boolean", short: "h" },
    dump: { type: "string" },
    database: { type: "string" },
    checkpoint: { type: "string", multiple: true },
    key: { type: "string" },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (thrown) {
    return refuseUse(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

await runProgram(async () => {
  const { help, dump, database, checkpoint = [], key } = readCommandLine();
  if (help) {
    process.stdout.write(usage);
    return;
  }
  if (dump && database) refuseUse("Name a dump or a database, not both.");
  if (dump && !statSync(dump, { throwIfNoEntry: false })?.isFile()) throw new Failure(`${dump} is not there.`);
  const [keys, kept] = [key ? readKeys(key) : null, readKept(checkpoint)];
  if (database) process.env.WORKER_DATABASE_URL = database;
  if (!dump) takeWorkerSettings();
  const source = dump ? dumpSource(dump) : databaseSource({ kind: "host", command: "log-verify" });
  try {
    const verdict = await verifyLog(source, { keys, kept });
    process.stdout.write(`${tellVerdict(verdict, { keys: keys !== null, kept: kept.length > 0 })}\n`);
    if (verdict.result === "broken") process.exitCode = 1;
  } catch (thrown) {
    if (!(thrown instanceof DumpUnreadable)) throw thrown;
    process.stdout.write(`VERDICT broken: ${thrown.message}\n`);
    process.exitCode = 1;
  } finally {
    await closeDatabases();
  }
});
