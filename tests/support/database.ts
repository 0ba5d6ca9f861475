import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { restrictConnect } from "@/db/restrict-connect";
import { databases, ownerRole } from "@/scripts/postgres/prepare-databases";
import { databaseUrls } from "@/scripts/world/database-urls";

/**
 * A set-up file: gives the test file that follows two databases of its own, cloned from the migrated ones, and puts
 * every role's URL where lib/base/env reads it. The clones of the file that had this slot before are dropped here,
 * when its process has ended and no pool of it can mind.
 */
const { superuserUrl, port, passwords } = inject("cluster");
const slot = `test_${process.env.VITEST_POOL_ID ?? "0"}_`;
const suffix = `${slot}${randomBytes(4).toString("hex")}`;
const names = { main: `main_${suffix}`, keys: `keys_${suffix}` };

const superuser = postgres(superuserUrl, { max: 2, onnotice: () => undefined });
const stale = await superuser<{ name: string }[]>`
  select datname as name from pg_database where starts_with(datname, ${`main_${slot}`}) or starts_with(datname, ${`keys_${slot}`})`;
await Promise.all(stale.map(({ name }) => superuser`drop database if exists ${superuser(name)} with (force)`));
await Promise.all([
  superuser`create database ${superuser(names.main)} template ${superuser(databases.main)} owner ${superuser(ownerRole)} strategy file_copy`,
  superuser`create database ${superuser(names.keys)} template ${superuser(databases.keys)} owner ${superuser(ownerRole)} strategy file_copy`,
]);
await superuser.end();

const urls = databaseUrls(port, passwords, names);
Object.assign(process.env, urls);

const owner = postgres(urls.DATABASE_URL, { max: 1, onnotice: () => undefined });
await restrictConnect(owner, names.main, names.keys);
await owner.end();
