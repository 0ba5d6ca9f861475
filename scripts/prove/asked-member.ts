import type { Sql } from "postgres";
import { setMode } from "@/lib/connections/set-mode";
import { decline } from "@/lib/orders/decline";
import { listOffers } from "@/lib/orders/list-offers";
import { takeAnyway } from "@/lib/orders/take-anyway";
import { openMember, type ReadyMember } from "@/scripts/prove/open-members";
import type { World } from "@/scripts/world/start-world";

const bounds = { beforeMinutes: 15, afterMinutes: 15, unitsPerDay: null, unitsPerWeek: null, unitsPerMonth: 200, spendCapCents: null };

/** Somebody on ServiceChannel, whom the service asks before it takes anything. Takes the world's settings into this process. */
export async function openAskedMember(world: World, sql: Sql): Promise<ReadyMember> {
  Object.assign(process.env, world.settings.web, world.settings.worker);
  const member = await openMember(world, sql, { platform: "service-channel", ...bounds }, 1);
  await setMode(member.accountId, member.connectionId, "ask");
  return member;
}

/** Answers everything that the member is asked about, in turn by taking and by declining it. Returns how many were taken, and how many declined. */
export async function answerAsks(accountId: string): Promise<{ taken: number; declined: number }> {
  const answers = { taken: 0, declined: 0 };
  const { offers } = await listOffers(accountId);
  for (const [index, { id }] of offers.filter(({ state }) => state === "asking").entries()) {
    if (index % 2 === 0) answers.taken += (await takeAnyway(accountId, id)) === null ? 1 : 0;
    else answers.declined += (await decline(accountId, id)) ? 1 : 0;
  }
  return answers;
}
