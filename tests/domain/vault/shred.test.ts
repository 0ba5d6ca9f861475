import { expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { findCredential } from "@/db/queries/credentials";
import { destroyKeys } from "@/lib/connections/destroy-keys";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { unlinkConnection } from "@/lib/connections/unlink-connection";
import { eraseAccount } from "@/lib/membership/erase-account";
import { requestErasure } from "@/lib/membership/request-erasure";
import { terminateMember } from "@/lib/membership/terminate-member";
import { openCredential } from "@/lib/vault/open-credential";
import { givenFullAccount } from "@/tests/domain/membership/given-full-account";
import { givenOutside } from "@/tests/domain/orders/given-ready";
import { host } from "@/tests/support/members";

vi.setConfig({ testTimeout: 60_000 });
const outside = await givenOutside();
const { database } = outside;
type Account = Awaited<ReturnType<typeof givenFullAccount>>;

const ends: [string, (account: Account) => Promise<void>][] = [
  [
    "unlinking",
    async ({ accountId, connectionId }) => {
      await unlinkConnection(accountId, connectionId);
      await destroyKeys(connectionId);
    },
  ],
  [
    "terminating the member",
    async ({ accountId, connectionId }) => {
      await terminateMember(host, accountId, "unpaid");
      await destroyKeys(connectionId);
    },
  ],
  [
    "deleting the account",
    async ({ accountId, session, email }) => {
      await requestErasure(session, email);
      await eraseAccount(accountId);
    },
  ],
];

test.each(ends)("after %s an older dump of the main database, put back, opens nothing", async (_, end) => {
  const account = await givenFullAccount(outside);
  const { accountId, connectionId } = account;
  const of = { connectionId, accountId, platform: "field-nation", host: requireAdapter("field-nation").host };
  const why = { job: "test", reason: "verify" };
  expect(await openCredential(of, why)).toMatchObject({ login: { kind: "password" } });
  const dumped = await transaction({ kind: "system", job: "test" }, (tx) => findCredential(tx, connectionId));
  if (!dumped) throw new Error("no credential");
  await end(account);
  expect(await transaction({ kind: "system", job: "test" }, (tx) => findCredential(tx, connectionId))).toBeNull();

  // Past all rights and references, as whoever restores a dump is.
  await database.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    const { version, jwe, signer, signature, sealedAt } = dumped;
    await sql`insert into credentials (connection_id, account_id, version, jwe, signer, signature, sealed_at)
      values (${connectionId}, ${accountId}, ${version}, ${jwe}, ${signer}, ${signature}, ${sealedAt})`;
  });
  await expect(openCredential(of, why)).rejects.toMatchObject({ why: "key_destroyed" });
});
