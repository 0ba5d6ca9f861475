import { transaction } from "@/db/client";
import { acceptances, connections, holds, intents, offers } from "@/db/schema";
import { hourMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";

let taken = 0;

/** A confirmed acceptance of the account, with the rows that lead to it but no charge; each at an hour of its own. */
export async function givenAcceptance(accountId: string): Promise<string> {
  taken += 1;
  const at = now();
  const windowStart = later(at, 24 * hourMs * taken);
  const windowEnd = later(windowStart, hourMs);
  const connectionId = newId();
  const offerId = newId();
  const holdId = newId();
  const intentId = newId();
  const acceptanceId = newId();
  await transaction({ kind: "member", accountId }, (tx) =>
    tx.insert(connections).values({ id: connectionId, accountId, platform: `platform-${taken}`, state: "awaiting_key" }),
  );
  await transaction({ kind: "system", job: "test", accountId }, async (tx) => {
    const of = { accountId, connectionId };
    await tx.insert(offers).values({ id: offerId, ...of, externalHash: offerId, state: "accepted", seenAt: at, settledAt: at });
    const during = `[${windowStart.toISOString()},${windowEnd.toISOString()})`;
    await tx.insert(holds).values({ id: holdId, ...of, offerId, during, unitDay: "2026-11-24", takenAt: at });
    const window = { windowStart, windowEnd, timeZone: "America/Chicago" };
    await tx.insert(intents).values({
      id: intentId,
      ...of,
      offerId,
      holdId,
      by: "rules",
      kind: "routed",
      externalCipher: "x",
      state: "confirmed",
      ...window,
      nextAttemptAt: at,
      settledAt: at,
    });
    const confirmed = { confirmedAt: at, confirmedHow: "read_back", attribution: "service" } as const;
    await tx
      .insert(acceptances)
      .values({ id: acceptanceId, ...of, intentId, platform: "field-nation", externalHash: offerId, ...confirmed, ...window });
  });
  return acceptanceId;
}
