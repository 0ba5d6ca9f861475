import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnv } from "@/scripts/child-env";
import { Failure } from "@/scripts/failure";
import type { Identity } from "@/scripts/postgres/unprivileged-user";

/**
 * Makes a cluster in `directory`/data unless there is one, and returns the superuser's password, which is kept beside it
 * for this user alone. It is made aside and moved into place: a crash leaves no half-made cluster behind.
 */
export function initialiseCluster(directory: string, binaries: string, identity: Identity | null, durable: boolean): string {
  const data = join(directory, "data");
  const passwordFile = join(directory, "superuser-password");
  if (existsSync(data)) return readFileSync(passwordFile, "utf8");

  const draft = join(directory, "data.draft");
  const passing = join(directory, "password.draft");
  const password = randomBytes(24).toString("base64url");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  writeFileSync(passing, password, { mode: 0o600 });
  if (identity) for (const path of [draft, passing]) chownSync(path, identity.uid, identity.gid);

  const options = [
    "--username=postgres",
    "--auth=scram-sha-256",
    `--pwfile=${passing}`,
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
  ];
  options.push("--builtin-locale=C.UTF-8", "--data-checksums", `--pgdata=${draft}`, ...(durable ? [] : ["--no-sync"]));
  const made = spawnSync(join(binaries, "bin", "initdb"), options, { ...identity, cwd: directory, env: childEnv({}), encoding: "utf8" });
  rmSync(passing, { force: true });
  if (made.status !== 0) throw new Failure(`PostgreSQL could not make its data directory ${data}:\n${made.error?.message ?? made.stderr}`);

  chmodSync(draft, 0o700);
  renameSync(draft, data);
  return password;
}
