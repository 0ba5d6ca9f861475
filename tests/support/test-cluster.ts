import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "@/db/migrate";
import { prepareDatabases } from "@/scripts/postgres/prepare-databases";
import { startCluster } from "@/scripts/postgres/start-cluster";
import { type DatabasePasswords, databaseUrls } from "@/scripts/world/database-urls";
import { makeThrowawayHome, removeHome } from "@/tests/support/throwaway-home";

export type TestCluster = { superuserUrl: string; port: number; passwords: DatabasePasswords };

declare module "vitest" {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

/** One embedded PostgreSQL for the run, with the two migrated databases that every test file's own are cloned from. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await makeThrowawayHome();
  const cluster = await startCluster({ directory: join(home, "postgres"), logFile: join(home, "logs", "postgres.log"), durable: false });
  const secret = () => randomBytes(18).toString("base64url");
  const passwords = { owner: secret(), web: secret(), worker: secret(), purge: secret() };
  await prepareDatabases(cluster, passwords.owner);
  await migrate(databaseUrls(cluster.port, passwords));
  project.provide("cluster", { superuserUrl: cluster.superuserUrl("postgres"), port: cluster.port, passwords });
  return async () => {
    await cluster.stop();
    removeHome(home);
  };
}
