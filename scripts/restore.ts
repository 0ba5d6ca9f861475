import { existsSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { asOwner } from "@/db/backup/snapshot";
import { type MigrateSettings, makeRoles, migrate } from "@/db/migrate";
import { checkpointDir, migrateEnv } from "@/lib/base/env";
import { stampOf } from "@/lib/oversight/backups/dump-database";
import { BackupUnfit, findBackups, openBackup } from "@/lib/oversight/backups/open-backup";
import { restore } from "@/lib/oversight/backups/restore";
import { readKeptOutside } from "@/scripts/backup/read-kept";
import { tellSteps } from "@/scripts/backup/tell-steps";
import { Failure, runProgram } from "@/scripts/failure";
import { homeDirectory } from "@/scripts/home";
import { prepareDatabases } from "@/scripts/postgres/prepare-databases";
import { startCluster } from "@/scripts/postgres/start-cluster";
import { root } from "@/scripts/root";
import { claimHome } from "@/scripts/world/claim-home";
import { databaseUrls } from "@/scripts/world/database-urls";
import { logFileOf } from "@/scripts/world/launch-program";
import { readOrMakeSecrets } from "@/scripts/world/secrets";

const usage = `Usage: npm run restore -- --from DIR [--keys-from DIR | --without-keys] [--checkpoint DIR] [--key FILE]

Puts a backup back into databases that are empty: those of DATABASE_URL and KEYS_OWNER_DATABASE_URL, with the settings of db:migrate, or
where these are not given the embedded ones of HOLDFAST_HOME, whose postgres directory has to be moved away before. Nothing else may run.
What is lost, and what to do afterwards: docs/operations/backup.md.
`;
const db = join(root, "db");

function readCommandLine() {
  const text = { type: "string" } as const;
  const options = {
    help: { type: "boolean", short: "h" },
    from: text,
    "keys-from": text,
    "without-keys": { type: "boolean" },
    checkpoint: text,
    key: text,
  } as const;
  try {
    const { values } = parseArgs({ options });
    if (values.help || values.from) return values;
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n`);
  }
  process.stderr.write(usage);
  process.exit(2);
}

async function putBack(settings: MigrateSettings, given: ReturnType<typeof readCommandLine>): Promise<void> {
  const from = resolve(given.from ?? "");
  const found = await findBackups(from, resolve(given["keys-from"] ?? from));
  if (!found.keys && !given["without-keys"])
    throw new Failure("There is no backup of the keys there. Name one with --keys-from, or say --without-keys.");
  const main = await openBackup(found.main, "main");
  const keys = given["without-keys"] || !found.keys ? null : await openBackup(found.keys, "keys");
  const { erased, logOf } = await readKeptOutside(given.checkpoint, given.key);
  await asOwner(settings.DATABASE_URL, (owner) => makeRoles(owner, settings));
  const into = { main: settings.DATABASE_URL, keys: settings.KEYS_OWNER_DATABASE_URL, db };
  await restore(into, { main, keys, erased, log: await logOf(main) }, tellSteps);
  await tellSteps("rights", async () => {
    await migrate(settings, db);
    return { result: null, found: "given" };
  });
  process.stdout.write(`Put back as of ${main.manifest.takenAt}. Read docs/operations/backup.md before the service is started.\n`);
}

/** The embedded server of the home, for as long as the restore takes. Checkpoints of what was lost are set aside: the log goes on from the backup's. */
async function intoHome(given: ReturnType<typeof readCommandLine>): Promise<void> {
  const home = homeDirectory();
  const lock = await claimHome(home, (line) => process.stdout.write(`${line}\n`));
  const checkpoints = join(home, "checkpoints");
  try {
    if (existsSync(checkpoints)) process.env.CHECKPOINT_DIR ??= checkpoints;
    const cluster = await startCluster({ directory: join(home, "postgres"), logFile: logFileOf(home, "postgres"), durable: true });
    try {
      const { databases } = readOrMakeSecrets(home);
      await prepareDatabases(cluster, databases.owner);
      await putBack(databaseUrls(cluster.port, databases), given);
    } finally {
      await cluster.stop();
    }
    if (checkpointDir() === checkpoints) renameSync(checkpoints, `${checkpoints}-until-${stampOf(new Date())}`);
  } finally {
    lock.release();
  }
}

await runProgram(async () => {
  const given = readCommandLine();
  if (given.help) {
    process.stdout.write(usage);
    return;
  }
  try {
    await (process.env.DATABASE_URL ? putBack(migrateEnv(), given) : intoHome(given));
  } catch (thrown) {
    if (thrown instanceof BackupUnfit) throw new Failure(`Not put back: ${thrown.message}.`);
    throw thrown;
  }
});
