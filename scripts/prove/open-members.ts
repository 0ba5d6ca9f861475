import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { inviteSomeone } from "@/lib/accounts/invite";
import { redeemInvite } from "@/lib/accounts/redeem-invite";
import { startCheckout } from "@/lib/billing/start-checkout";
import { readConnections } from "@/lib/connections/read-connections";
import { setMode } from "@/lib/connections/set-mode";
import { startConnection } from "@/lib/connections/start-connection";
import { submitCredential } from "@/lib/connections/submit-credential";
import { anyDistanceMiles } from "@/lib/orders/decide";
import { openRules, saveRules } from "@/lib/orders/save-rules";
import { saveMargins } from "@/lib/schedule/save-margins";
import { saveSchedule } from "@/lib/schedule/save-schedule";
import { policyInForce } from "@/lib/terms/policy";
import { prices } from "@/lib/terms/prices";
import { readKeyStatement } from "@/lib/vault/key-statement";
import { sealCredential } from "@/lib/vault/seal";
import { outsideOf } from "@/scripts/demo/outside";
import { until } from "@/scripts/demo/until";
import type { PlannedMember } from "@/scripts/prove/plan-faults";
import type { World } from "@/scripts/world/start-world";

export interface ReadyMember {
  accountId: string;
  connectionId: string;
  /** The member's id on the platforms. */
  userId: number;
}

const host = { kind: "host", command: "prove" } as const;
const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: 0, endMinute: 1_440 }));

async function join(world: World, index: number): Promise<string> {
  const email = `prove-${index}@example.org`;
  await inviteSomeone(host, email);
  const token = await until("the invite's mail", async () => {
    const [mail] = await outsideOf(world).mailTo(email);
    return mail?.text.match(/\/invite\/([\w-]+)/)?.[1];
  });
  const { monthlyCents, unitCents } = prices;
  const password = randomBytes(18).toString("base64url");
  const joining = { password, timeZone: "America/Chicago", policyVersion: policyInForce().version, monthlyCents, unitCents };
  const client = { address: `10.0.${index >> 8}.${index & 255}`, userAgent: null, deviceSecret: randomBytes(32).toString("base64url") };
  return (await redeemInvite(token, joining, client)).accountId;
}

/** Seals a login as the member's browser does, for the key that the worker has published. */
async function connect(world: World, accountId: string, { platform }: PlannedMember): Promise<Omit<ReadyMember, "accountId">> {
  const name = randomBytes(4).toString("hex");
  const login = { username: `technician-${name}`, password: `platform-${randomBytes(8).toString("hex")}` };
  const { id: userId } = await outsideOf(world).addPlatformLogin(login.username, login.password);
  const { connectionId } = await startConnection(accountId, platform);
  const connection = async () => (await readConnections(accountId)).connections[0];
  const offer = await until("the connection's key", async () => (await connection())?.sealing);
  const key = await readKeyStatement(offer.statement, offer.vaultPublicKey, offer.of);
  if (!key) throw new Error("the connection's key is not signed as it should be");
  const context = { ...offer.of, host: key.host, version: offer.version };
  await submitCredential(accountId, connectionId, await sealCredential(key.publicKey, key.keyId, context, { kind: "password", ...login }));
  await until("the login to work", async () => (await connection())?.state === "working");
  return { connectionId, userId };
}

async function subscribe(sql: Sql, accountId: string): Promise<void> {
  const { url } = await startCheckout(accountId);
  await fetch(url, { method: "POST", body: new URLSearchParams({ action: "pay" }), redirect: "manual" });
  await until(
    "the plan",
    async () => (await sql`select 1 from subscriptions where account_id = ${accountId} and status = 'active'`).length > 0,
  );
}

/**
 * Someone who has joined, subscribed, set hours and rules, and has automatic acceptance on. Done with the code of the pages, beside the
 * running world, whose worker does its part of it. Wants the world's settings in this process.
 */
export async function openMember(world: World, sql: Sql, planned: PlannedMember, index: number): Promise<ReadyMember> {
  const accountId = await join(world, index);
  const connected = await connect(world, accountId, planned);
  await saveSchedule(accountId, { timeZone: "America/Chicago", hours: always });
  const { beforeMinutes, afterMinutes, unitsPerDay, unitsPerWeek, unitsPerMonth, spendCapCents } = planned;
  await saveMargins(accountId, { beforeMinutes, afterMinutes });
  const caps = { unitsPerDay, unitsPerWeek, unitsPerMonth, spendCapCents };
  await saveRules(accountId, { ...openRules, minimumPayCents: 10_000, maximumDistanceMiles: anyDistanceMiles, ...caps });
  await subscribe(sql, accountId);
  await setMode(accountId, connected.connectionId, "auto");
  return { accountId, ...connected };
}
