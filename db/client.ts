import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { type Installation, readInstallation } from "@/db/installation";
import * as keysSchema from "@/db/keys-schema/connection-keys";
import * as schema from "@/db/schema";
import { actingSession } from "@/lib/base/acting-session";
import { type Actor, accountOf, type DatabaseRole, nameOf, roleOf } from "@/lib/base/actor";
import { databaseUrl, keysDatabaseUrl } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";

type Main = PostgresJsDatabase<typeof schema>;
/** A transaction on the main database that has named its actor. Queries take one, so that none can run without. */
export type Tx = Parameters<Parameters<Main["transaction"]>[0]>[0];
export type KeysDb = PostgresJsDatabase<typeof keysSchema>;

interface Pool {
  client: postgres.Sql;
  main: Main;
  /** Whose the database is, asked once; null until it has been asked. */
  mark: Promise<Installation> | null;
}

const pools = new Map<string, Pool>();
let keysPool: { url: string; client: postgres.Sql; db: KeysDb } | null = null;

const poolOptions = { connect_timeout: 5, idle_timeout: 300, onnotice: () => undefined } as const;

function poolOf(role: DatabaseRole): Pool {
  const url = databaseUrl(role);
  let pool = pools.get(url);
  if (!pool) {
    const client = postgres(url, { ...poolOptions, max: 10, connection: { application_name: `holdfast ${role}` } });
    pool = { client, main: drizzle(client, { schema }), mark: null };
    pools.set(url, pool);
  }
  return pool;
}

/** A database of another environment serves nobody: asked before the first transaction, and again after a failure. */
async function vouched(pool: Pool): Promise<Installation> {
  pool.mark ??= readInstallation(pool.client, "main").catch((thrown: unknown) => {
    pool.mark = null;
    throw thrown;
  });
  return await pool.mark;
}

/** Whose the main database is, as the role of this process sees it. @throws ForeignInstallation for another environment's. */
export async function ownInstallation(role: DatabaseRole): Promise<Installation> {
  return await vouched(poolOf(role));
}

/** Whose the keys database is. @throws ForeignInstallation for another environment's. */
export async function keysInstallation(): Promise<Installation> {
  keysDb();
  if (!keysPool) throw new Error("unreachable: just made");
  return await readInstallation(keysPool.client, "keys");
}

/**
 * Runs `work` in one transaction, as the database role that the actor has, with the actor's name and account set for row security.
 * Commits when `work` returns, rolls back when it throws. A process can only act as the role whose database URL it was given.
 * @throws AppError not_signed_in for a member whose account is no longer active, or whose session has ended since the request began.
 * @throws ForeignInstallation for a database of another environment; nothing is read of it.
 */
export async function transaction<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const pool = poolOf(roleOf(actor));
  await vouched(pool);
  return await pool.main.transaction(async (tx) => {
    const session = sessionOf(actor);
    const [named] = await tx.execute<{ mayAct: boolean }>(sql`
      select set_config('holdfast.actor', ${nameOf(actor)}, true), set_config('holdfast.account', ${accountOf(actor) ?? ""}, true),
             set_config('holdfast.session', ${session ?? ""}, true), ${mayAct(actor, session)} as "mayAct"`);
    if (!named?.mayAct) throw new AppError("not_signed_in");
    return await work(tx);
  });
}

/** Staff name their session themselves; a member's is the one that the current request came in. */
function sessionOf(actor: Actor): string | null {
  if (actor.kind === "staff") return actor.sessionId;
  return actor.kind === "member" ? actingSession() : null;
}

function mayAct(actor: Actor, session: string | null) {
  return actor.kind === "member" ? sql`lookup.may_act(${actor.accountId}::uuid, ${session}::uuid)` : sql`true`;
}

/** Who a transaction acts for, as `transaction` set it. Access lines take their actor from here, so that none can name another. */
export async function actorOf(tx: Tx): Promise<string> {
  const [row] = await tx.execute<{ actor: string }>(sql`select holdfast_actor() as actor`);
  return row?.actor ?? "nobody";
}

/** The keys database. Only the worker's role can connect to it. */
export function keysDb(): KeysDb {
  const url = keysDatabaseUrl();
  if (keysPool?.url !== url) {
    const client = postgres(url, { ...poolOptions, max: 5, connection: { application_name: "holdfast worker" } });
    keysPool = { url, client, db: drizzle(client, { schema: keysSchema }) };
  }
  return keysPool.db;
}

/** One session a process that holds its locks, kept open for good: a lock ends with the session, so also by kill -9. */
let locks: { url: string; client: postgres.Sql; held: Set<string> } | null = null;

function lockSession() {
  const url = databaseUrl("worker");
  if (locks?.url !== url) {
    const options = {
      ...poolOptions,
      max: 1,
      idle_timeout: 0,
      max_lifetime: null,
      // It reads no arrays. postgres.js asks for their types behind our back, and a session that is given up during that would end the process.
      fetch_types: false,
      connection: { application_name: "holdfast worker locks" },
    };
    locks = { url, client: postgres(url, options), held: new Set() };
  }
  return locks;
}

const lockPatienceMs = 3_000;

/**
 * One question on the lock session. A session that a restarting database leaves without an answer is given up, and with it every lock
 * that it held; the next question opens a new one.
 */
async function askLocks<Row extends postgres.Row>(session: NonNullable<typeof locks>, question: Promise<Row[]>): Promise<Row[]> {
  const patience = new AbortController();
  const late = wait(lockPatienceMs, "late" as const, { signal: patience.signal }).catch(() => "late" as const);
  try {
    const answer = await Promise.race([question, late]);
    if (answer !== "late") return answer;
    if (locks === session) locks = null;
    void session.client.end({ timeout: 0 }).catch(() => undefined);
    throw new Error("the database did not answer about a lock");
  } finally {
    patience.abort();
  }
}

/**
 * Runs `work` while nobody else, in this process or another, holds the lock of that name; null at once when somebody does.
 * Should the database restart meanwhile, the lock is lost before `work` ends, so `work` must bear running twice at once.
 */
export async function withLock<Result>(name: string, work: () => Promise<Result>): Promise<Result | null> {
  const session = lockSession();
  const { client, held } = session;
  if (held.has(name)) return null;
  held.add(name);
  try {
    const [row] = await askLocks(session, client<{ taken: boolean }[]>`select pg_try_advisory_lock(hashtextextended(${name}, 0)) as taken`);
    if (!row?.taken) return null;
    try {
      return await work();
    } finally {
      await askLocks(session, client`select pg_advisory_unlock(hashtextextended(${name}, 0))`).catch(() => undefined);
    }
  } finally {
    held.delete(name);
  }
}

/** Calls `wake` whenever another process says that it has left work (see db/migrations), until the returned function is called. */
export async function onWork(wake: (table: string) => void): Promise<() => Promise<void>> {
  const { unlisten } = await poolOf("worker").client.listen("holdfast_work", wake);
  return unlisten;
}

/** Closes every connection of this process. */
export async function closeDatabases(): Promise<void> {
  const open = [...pools.values()].map((pool) => pool.client);
  if (keysPool) open.push(keysPool.client);
  if (locks) open.push(locks.client);
  pools.clear();
  keysPool = null;
  locks = null;
  await Promise.all(open.map((client) => client.end({ timeout: 5 })));
}
