import { createHash } from "node:crypto";
import { join } from "node:path";
import { hashSources } from "@/scripts/hash-sources";
import { markMigrated, prepareDatabases, readMigrationMark } from "@/scripts/postgres/prepare-databases";
import { type Cluster, startCluster } from "@/scripts/postgres/start-cluster";
import { root } from "@/scripts/root";
import { type DatabasePasswords, type DatabaseUrls, databaseUrls } from "@/scripts/world/database-urls";
import { logFileOf } from "@/scripts/world/launch-program";
import type { Supervisor } from "@/scripts/world/supervisor";

/**
 * Runs the embedded PostgreSQL as a part of the world, with both databases brought to this version. A server that dies
 * comes back on the same port.
 * @param durable false only for tests: a machine's crash may lose what was committed
 */
export async function runDatabases(
  home: string,
  passwords: DatabasePasswords,
  durable: boolean,
  supervisor: Supervisor,
): Promise<DatabaseUrls> {
  let cluster: Cluster | undefined;
  const launch = async () => {
    cluster = await startCluster({ directory: join(home, "postgres"), logFile: logFileOf(home, "postgres"), durable });
    return { pid: cluster.pid, ready: Promise.resolve(), ended: cluster.ended.then(() => "the server is gone"), stop: cluster.stop };
  };
  await supervisor.run({ name: "postgres", layer: 0, launch });
  if (!cluster) throw new Error("unreachable: a part that runs has been launched");

  const urls = databaseUrls(cluster.port, passwords);
  await prepareDatabases(cluster, passwords.owner);
  const mark = createHash("sha256")
    .update(hashSources(["db", "package-lock.json"]))
    .update(JSON.stringify(passwords))
    .digest("hex");
  if ((await readMigrationMark(cluster)) !== mark) {
    const { migrate } = await import("@/db/migrate");
    await migrate(urls, join(root, "db"));
    await markMigrated(cluster, mark);
  }
  return urls;
}
