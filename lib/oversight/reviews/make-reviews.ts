import { randomBytes } from "node:crypto";
import { type Tx, transaction } from "@/db/client";
import { readKeyStatus } from "@/db/queries/key-tasks";
import { drawAccesses, insertReview, logBeginsAt, type NewItem, type ReviewRow, reviewedPeriods, rolesHeld } from "@/db/queries/reviews";
import { recordAccess } from "@/lib/audit/record-access";
import { dayMs, later, now } from "@/lib/base/clock";
import { endedPeriods, type Period, quarterOf, weekOf } from "@/lib/oversight/reviews/periods";

const actor = { kind: "system", job: "reviews" } as const;
/** How many accesses are drawn of a week. */
export const sampleSize = 25;

type Kind = ReviewRow["kind"];
type Plan = {
  of: (at: Date) => Period;
  /** How many days there are to judge it. */
  dueDays: number;
  /** How many periods that have passed without are made up at the most. The access log is kept for 13 months. */
  most: number;
  draw: (tx: Tx, period: Period, seed: string) => Promise<{ items: NewItem[]; of: number }>;
};

const plans: Record<Kind, Plan> = {
  accesses: {
    of: weekOf,
    dueDays: 7,
    most: 56,
    draw: (tx, { startsAt, endsAt }, seed) => drawAccesses(tx, startsAt, endsAt, seed, sampleSize),
  },
  rights: { of: quarterOf, dueDays: 21, most: 4, draw: drawRights },
};

/** The roles that people have, and the keys that are in use or kept, at this moment. */
async function drawRights(tx: Tx): Promise<{ items: NewItem[]; of: number }> {
  const at = now();
  const status = await readKeyStatus(tx);
  const roles = (await rolesHeld(tx)).map(
    ({ id, role }): NewItem => ({ kind: "role", actor: `staff:${id}`, act: "role.hold", object: `role:${role}`, reason: "held", at }),
  );
  const key = (name: string, reason: string): NewItem => ({
    kind: "key",
    actor: "system:keys",
    act: "key.hold",
    object: `key:${name}`,
    reason,
    at,
  });
  const roots = (status?.roots ?? []).filter(({ retiredAt }) => retiredAt === null);
  const rootKeys = roots.map(({ version, supersededAt }) => key(`root:${version}`, supersededAt === null ? "in_use" : "replaced"));
  const signingKeys = Object.entries(status?.publicKeys ?? {}).map(([name, { kid }]) => key(`${name}:${kid}`, "in_use"));
  const items = [...roles, ...rootKeys, ...signingKeys];
  return { items, of: items.length };
}

/**
 * Makes the reviews of periods that have ended and have none: a sample of each week's accesses, and each quarter the roles and keys. Periods
 * that passed while no worker ran are made up. However many workers do it at once, a period has one; a crash leaves it or nothing.
 * @returns how many were made
 */
export async function makeReviews(): Promise<number> {
  const begin = await transaction(actor, logBeginsAt);
  if (!begin) return 0;
  let made = 0;
  for (const [kind, { of, dueDays, most, draw }] of Object.entries(plans) as [Kind, Plan][]) {
    const known = await transaction(actor, (tx) => reviewedPeriods(tx, kind));
    for (const period of endedPeriods(of, begin, now(), most).filter(({ name }) => !known.has(name))) {
      made += await transaction(actor, async (tx) => {
        const seed = randomBytes(16).toString("hex");
        const { items, of: drawnFrom } = await draw(tx, period, seed);
        const { name, startsAt, endsAt } = period;
        const id = await insertReview(
          tx,
          { kind, period: name, startsAt, endsAt, seed, drawnFrom, dueAt: later(now(), dueDays * dayMs) },
          items,
        );
        if (!id) return 0;
        await recordAccess(tx, {
          act: "review.make",
          object: `review:${id}`,
          subject: null,
          reason: "schedule",
          facts: { items: items.length },
        });
        return 1;
      });
    }
  }
  return made;
}
