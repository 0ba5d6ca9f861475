import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { everyCheck } from "@/lib/policy/controls";
import { readPayload } from "@/lib/policy/read-payload";
import type { EvidenceStatement } from "@/lib/policy/statement";
import { findFreePort } from "@/scripts/free-port";
import { root } from "@/scripts/root";
import { startWorld, type World } from "@/scripts/world/start-world";
import { superuserOf } from "@/scripts/world/superuser";
import { makeThrowawayHome, removeHome } from "@/tests/support/throwaway-home";
import { startTlsTerminator, type TlsTerminator } from "@/tests/support/tls-terminator";
import { waitFor } from "@/tests/support/wait-for";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

/** A whole service behind a proxy that ends TLS, at whose door its own worker looks as well. */
let world: World;
let home: string;
let proxy: TlsTerminator;
let sql: postgres.Sql;
const authority = () => join(home, "door-ca.pem");

beforeAll(async () => {
  [home, proxy] = await Promise.all([makeThrowawayHome(), startTlsTerminator()]);
  writeFileSync(authority(), proxy.ca);
  const port = await findFreePort();
  proxy.leadTo(`http://localhost:${port}`);
  world = await startWorld({
    home,
    port,
    environment: {
      PUBLIC_URL: proxy.url,
      TRUSTED_PROXIES: "127.0.0.1/32,::1/128",
      FRONT_DOOR_URL: proxy.url,
      FRONT_DOOR_AUTHORITY: authority(),
      // Three runs and four rounds of looks come from one address within a minute or two.
      REQUESTS_PER_MINUTE: "100000",
    },
    durable: false,
    verbose: false,
    signal: new AbortController().signal,
    say: () => undefined,
  });
  sql = superuserOf(world, 1);
  await waitFor("a checkpoint of the log", async () => (await fetch(`${world.web}/api/log/checkpoint`)).ok, {
    withinMs: 60_000,
    everyMs: 1_000,
  });
});
afterAll(async () => {
  await sql?.end();
  await world?.stop();
  await proxy?.close();
  removeHome(home);
});

async function newestStatement(): Promise<EvidenceStatement | null> {
  const reply = await fetch(`${world.web}/api/trust`);
  return reply.ok ? readPayload(((await reply.json()) as { statement: string }).statement) : null;
}

/** Asks for a look at everything, as staff do, and waits for it, and for the statement that says what it saw. */
async function lookAgain(): Promise<EvidenceStatement> {
  const asked = new Date();
  await sql`insert into control_asks (id, asked_by) values (${randomUUID()}, 'host:test')`;
  const said = async () => {
    const looks = await sql<{ id: string; result: string }[]>`select check_id as id, result from control_states where at >= ${asked}`;
    const results = new Map(looks.map(({ id, result }) => [id, result]));
    const statement = results.size >= everyCheck.length ? await newestStatement() : null;
    const isOfThem = statement?.clauses.every(({ checks }) => checks.every(({ id, result }) => results.get(id) === result));
    return isOfThem ? statement : null;
  };
  return await waitFor("a round of looks, and its statement", said, { withinMs: 90_000, everyMs: 500 });
}

interface Run {
  code: number;
  /** The clauses by what is said of them, in the order in which they are printed. */
  clauses: Record<"holds" | "fails" | "missed", string[]>;
  output: string;
}

/** `npm run policy:verify`, as somebody runs it who has a copy of the repository. */
function verify(...given: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["scripts/run.mjs", "policy-verify", ...given], { cwd: root }, (error, stdout, stderr) => {
      const said = (result: string) => [...stdout.matchAll(new RegExp(`^(\\S+) +${result} `, "gm"))].map(([, clause = ""]) => clause);
      const clauses = {
        holds: said("holds"),
        fails: said("fails"),
        missed: said("not checkable from outside +could not be looked at this time:"),
      };
      resolve({ code: error ? Number(error.code) : 0, clauses, output: stdout + stderr });
    });
  });
}

const atTheDoor = [
  "tls-front-door",
  "closed-door",
  "console-refuses",
  "contact-page",
  "content-security-policy",
  "cookie-flags",
  "foreign-posts",
  "hostile-texts",
  "login-throttle",
  "malformed-requests",
  "report-page",
  "security-headers",
  "security-txt",
  "sessions-page",
];
const seenFromOutside = ["0.1", "0.2", "3a", "3d", "4b", "4d", "6a", "6b", "6c", "6d", "10c", "11", "evidence"];

test("over TLS every clause that an outsider can see holds, 2.1a among them, and the service's own worker has seen the same", async () => {
  const statement = await lookAgain();
  const results = new Map(statement.clauses.flatMap(({ checks }) => checks.map(({ id, result }) => [id, result])));
  expect(atTheDoor.filter((id) => results.get(id) !== "holds")).toEqual([]);
  const run = await verify("--url", proxy.url, "--ca", authority());
  expect(run.clauses, run.output).toEqual({ holds: seenFromOutside.toSpliced(2, 0, "2.1a"), fails: [], missed: [] });
  expect(run.code).toBe(0);
});

const weakHash = "$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";

test("what is broken within is read from outside, with nothing in between, as the clauses that it breaks and no others; and mended, as whole", async () => {
  const direct = ["--url", world.web, "--as", proxy.url];
  const [password] = await sql<{ account_id: string; hash: string }[]>`select account_id, hash from passwords limit 1`;
  if (!password) throw new Error("the seed has left no password");
  await sql`grant delete on access_lines to holdfast_web`;
  await sql`alter table accounts add column alien text`;
  await sql`update passwords set hash = ${weakHash} where account_id = ${password.account_id}`;
  await lookAgain();
  const broken = await verify(...direct);
  expect(broken.clauses.fails, broken.output).toEqual(["1", "3a", "3c", "4a", "7a"]);
  expect(broken.output).toMatch(/^4a +fails +the service itself says so: 1 of \d+ hash/m);
  expect(broken.clauses.holds).toEqual(seenFromOutside.filter((clause) => clause !== "3a"));
  expect(broken.code).toBe(1);

  await sql`revoke delete on access_lines from holdfast_web`;
  await sql`alter table accounts drop column alien`;
  await sql`update passwords set hash = ${password.hash} where account_id = ${password.account_id}`;
  await lookAgain();
  const mended = await verify(...direct);
  expect(mended.clauses, mended.output).toEqual({ holds: seenFromOutside, fails: [], missed: [] });
  expect(mended.code).toBe(0);
});
