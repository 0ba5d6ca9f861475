import type postgres from "postgres";
import { newId } from "@/lib/base/ids";
import { requireAdapter } from "@/lib/connections/require-adapter";
import type { PlatformLogin } from "@/lib/platforms/contract";
import { policyInForce } from "@/lib/terms/policy";
import type { SealContext } from "@/lib/vault/header";
import { makeConnectionKey } from "@/lib/vault/make-connection-key";
import { signRow } from "@/lib/vault/row-seal";
import { sealCredential } from "@/lib/vault/seal";

export const atOnce = 8;
export type Link = Pick<SealContext, "member" | "connection" | "platform" | "host">;

/** Runs `work` for each of these, so many at once. */
export async function forEach<Item>(items: Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const one = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** So many members, each with a connection that has a key and a credential sealed for it. Nobody looks at their offers yet. */
export async function givenConnections(sql: postgres.Sql, count: number, loginOf: (link: Link) => PlatformLogin): Promise<Link[]> {
  const platform = "field-nation";
  const links = Array.from({ length: count }, () => ({
    member: newId(),
    connection: newId(),
    platform,
    host: requireAdapter(platform).host,
  }));
  const [members, ids] = [links.map(({ member }) => member), links.map(({ connection }) => connection)];
  await sql`insert into accounts (id, email, state) select id, 'bench-' || id || '@example.org', 'active' from unnest(${members}::uuid[]) id`;
  const { version, prices } = policyInForce();
  const { monthlyCents, unitCents } = prices;
  await sql`insert into connections (id, account_id, platform, state, credential_version)
    select id, member, ${platform}, 'working', 1 from unnest(${ids}::uuid[], ${members}::uuid[]) as l(id, member)`;
  await sql`insert into consents (id, account_id, policy_version, monthly_cents, unit_cents, agreed_at)
    select gen_random_uuid(), id, ${version}, ${monthlyCents}, ${unitCents}, now() from unnest(${members}::uuid[]) id`;
  await forEach(links, (link) => givenCredential(sql, link, loginOf(link)));
  return links;
}

async function givenCredential(sql: postgres.Sql, link: Link, login: PlatformLogin): Promise<void> {
  const { keyId, publicKey, statement } = await makeConnectionKey(link);
  await sql`update connections set key_id = ${keyId}, public_key = ${sql.json(publicKey)}, key_statement = ${statement} where id = ${link.connection}`;
  const row = {
    connectionId: link.connection,
    accountId: link.member,
    version: 1,
    jwe: await sealCredential(publicKey, keyId, { ...link, version: 1 }, login),
    signer: "web",
  } as const;
  const signature = await signRow(JSON.parse(process.env.ROW_SIGNING_KEY ?? "") as object, row);
  await sql`insert into credentials (connection_id, account_id, version, jwe, signer, signature, sealed_at)
    values (${row.connectionId}, ${row.accountId}, 1, ${row.jwe}, 'web', ${signature}, now())`;
}
