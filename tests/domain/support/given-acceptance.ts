import { transaction } from "@/db/client";
import { acceptances, connections, holds, intents, offers } from "@/db/schema";
import { hourMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";

let taken = 0;

/** A confirmed acceptance of the account, with the rows that lead to it but no charge; each at an hour of its own. */
export async function givenAcceptance(accountId: string): Promise<string> {
  const [acceptanceId] = await givenAcceptances(accountId, 1);
  return acceptanceId ?? "";
}

/** As many of them, on one connection. */
export async function givenAcceptances(accountId: string, number: number): Promise<string[]> {
  const connectionId = newId();
  const made = Array.from({ length: number }, () => rowsFor(accountId, connectionId));
  await transaction({ kind: "member", accountId }, (tx) =>
    tx.insert(connections).values({ id: connectionId, accountId, platform: `platform-${taken}`, state: "awaiting_key" }),
  );
  await transaction({ kind: "system", job: "test", accountId }, async (tx) => {
    await tx.insert(offers).values(made.map(({ offer }) => offer));
    await tx.insert(holds).values(made.map(({ hold }) => hold));
    await tx.insert(intents).values(made.map(({ intent }) => intent));
    await tx.insert(acceptances).values(made.map(({ acceptance }) => acceptance));
  });
  return made.map(({ acceptance }) => acceptance.id);
}

function rowsFor(accountId: string, connectionId: string) {
  taken += 1;
  const at = now();
  const windowStart = later(at, 24 * hourMs * taken);
  const windowEnd = later(windowStart, hourMs);
  const [offerId, holdId, intentId] = [newId(), newId(), newId()];
  const of = { accountId, connectionId };
  const window = { windowStart, windowEnd, timeZone: "America/Chicago" };
  const during = `[${windowStart.toISOString()},${windowEnd.toISOString()})`;
  const wanted = { by: "rules", kind: "routed", externalCipher: "x", state: "confirmed", nextAttemptAt: at, settledAt: at } as const;
  const confirmed = { confirmedAt: at, confirmedHow: "read_back", attribution: "service", platform: "field-nation" } as const;
  return {
    offer: { id: offerId, ...of, externalHash: offerId, state: "accepted", seenAt: at, settledAt: at } as const,
    hold: { id: holdId, ...of, offerId, during, unitDay: "2026-11-24", takenAt: at },
    intent: { id: intentId, ...of, offerId, holdId, ...wanted, ...window },
    acceptance: { id: newId(), ...of, intentId, externalHash: offerId, ...confirmed, ...window },
  };
}
