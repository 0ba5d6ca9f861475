import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { environment } from "@/lib/base/env";
import { belowFloor } from "@/lib/base/floors";

/** Whose a database is: its environment, and an id that was drawn when it was first migrated. */
export interface Installation {
  environment: string;
  id: string;
}

/** What belongs to another environment or installation, or runs on a server that production refuses. The message says what to do and shows no secret. */
export class ForeignInstallation extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ForeignInstallation";
  }
}

/**
 * The mark of the database behind a connection, by whatever role.
 * @param what how a message calls it: "main", "keys".
 * @throws ForeignInstallation for one of another environment, or without a mark
 */
export async function readInstallation(client: postgres.Sql, what: string): Promise<Installation> {
  const found = await findInstallation(client);
  if (!found) throw new ForeignInstallation(`The ${what} database has no mark of its environment. Run: npm run db:migrate`);
  assertOwnEnvironment(found, what);
  await assertServerAtFloor(client);
  return found;
}

export function assertOwnEnvironment(found: Installation, what: string): void {
  if (found.environment === environment()) return;
  throw new ForeignInstallation(
    `The ${what} database belongs to ${found.environment}, and this process to ${environment()} (HOLDFAST_ENV). Nothing was read. ` +
      "Give it a database of its own; docs/operations/isolation.md says how a copy is made.",
  );
}

/** In production a server below its floor is refused by every process, as the packages are (clause 5c). */
async function assertServerAtFloor(client: postgres.Sql): Promise<void> {
  if (environment() !== "production") return;
  const [row] = await client<{ version: string }[]>`select split_part(current_setting('server_version'), ' ', 1) as version`;
  const below = belowFloor("postgresql", row?.version ?? "");
  if (below) throw new ForeignInstallation(`Production does not run below its floors: ${below}. Update the server, then start again.`);
}

async function findInstallation(client: postgres.Sql): Promise<Installation | null> {
  const [table] = await client<{ there: boolean }[]>`select to_regclass('public.installation') is not null as there`;
  if (!table?.there) return null;
  const [row] = await client<Installation[]>`select environment, id from installation`;
  return row ?? null;
}

/** Before a migration: nothing of another environment is touched. */
export async function assertMigratable(owner: postgres.Sql, keysOwner: postgres.Sql): Promise<void> {
  const [main, keys] = [await findInstallation(owner), await findInstallation(keysOwner)];
  if (main) assertOwnEnvironment(main, "main");
  if (keys) assertOwnEnvironment(keys, "keys");
  await assertServerAtFloor(owner);
  if (main && keys && main.id !== keys.id) throw new ForeignInstallation(apart("main database", "keys database"));
}

/** After it: marks what has no mark yet, both with the same. A crash between leaves one marked, and the next run marks the other alike. */
export async function markInstallation(owner: postgres.Sql, keysOwner: postgres.Sql): Promise<void> {
  const id = (await findInstallation(owner))?.id ?? (await findInstallation(keysOwner))?.id ?? randomUUID();
  await owner`insert into installation (environment, id) values (${environment()}, ${id}) on conflict do nothing`;
  const marked = await findInstallation(owner);
  await keysOwner`insert into installation (environment, id) values (${environment()}, ${marked?.id ?? id}) on conflict do nothing`;
  await assertMigratable(owner, keysOwner);
}

/** What is said of two parts that belong to different installations. */
export function apart(one: string, other: string): string {
  return `The ${one} and the ${other} belong to different installations. Put back the ones that belong together; nothing was changed.`;
}
