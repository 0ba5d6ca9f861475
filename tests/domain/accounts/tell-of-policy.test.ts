import { afterAll, expect, test, vi } from "vitest";
import { closeDatabases } from "@/db/client";
import { tellOfPolicy } from "@/lib/accounts/tell-of-policy";
import type { PolicyDocument } from "@/lib/terms/policy-document";
import { dieAt } from "@/tests/support/hold-at-point";
import { asSuperuser } from "@/tests/support/superuser";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));
/** A second version of the policy is announced. */
vi.mock("@/lib/terms/versions/every-version", async (original) => {
  const { everyVersion: real } = await original<{ everyVersion: readonly PolicyDocument[] }>();
  const second = new Proxy(real.at(-1) as PolicyDocument, {
    get: (of, name) => (name === "version" || name === "effective" ? "2999-01-01" : Reflect.get(of, name)),
  });
  return { everyVersion: [...real, second] };
});

const sql = asSuperuser();
afterAll(() => Promise.all([sql.end(), closeDatabases()]));

/** A few batches of members. TOLD_MEMBERS=100000 says how long as many take. */
const many = Number(process.env.TOLD_MEMBERS ?? 2_500);
const told = async () => {
  const [row] = await sql<{ mails: number; accounts: number }[]>`
    select count(*)::int as mails, count(distinct account_id)::int as accounts from outbox where template = 'policy-announced'`;
  return row;
};

test("telling of a policy that dies between batches leaves whole ones, and the next round tells the rest, each once", {
  timeout: 600_000,
}, async () => {
  await sql`insert into accounts (id, email) select uuidv7(), 'told-' || n || '@example.org' from generate_series(1, ${many}) n`;
  await sql`insert into consents (id, account_id, policy_version, monthly_cents, unit_cents, agreed_at)
    select uuidv7(), id, '2026-03-04', 1000, 2500, now() from accounts where email like 'told-%'`;
  dieAt("policy.after-batch");
  await expect(tellOfPolicy()).rejects.toThrow("killed");
  expect(await told()).toEqual({ mails: 1_000, accounts: 1_000 });

  const from = performance.now();
  await Promise.all([tellOfPolicy(), tellOfPolicy()]);
  const seconds = ((performance.now() - from) / 1_000).toFixed(1);
  await tellOfPolicy();
  expect(await told()).toEqual({ mails: many, accounts: many });
  if (many > 2_500) process.stdout.write(`${many - 1_000} mails were queued in ${seconds} s, by two at once\n`);
});
