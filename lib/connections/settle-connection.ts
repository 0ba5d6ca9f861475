import { transaction } from "@/db/client";
import { type ConnectionRow, settleLogin } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";
import { hourMs, later, now, secondMs } from "@/lib/base/clock";
import { recordActivity } from "@/lib/connections/activity";
import { retryRefusedAt } from "@/lib/connections/retry-refused";
import { type Mail, queueMail } from "@/lib/notices/queue-mail";

/** A platform that does not answer is asked again after this, or later where it says so itself. */
const retrySeconds = 300;

export type Outcome = { state: "working" } | { state: "refused" } | { state: "unreachable"; retryAfterSeconds: number | null };

/** Whether the platform has not taken this credential yet: only a login that worked, or was refused after that, leaves these states. */
const neverTaken = ({ state }: ConnectionRow) => state === "verifying" || state === "unreachable";

/**
 * How the connection stands from now on. A refused login stays refused while the platform is away: that it was not reached counts as no
 * try. One that was never taken is most likely mistyped: trying it again would only count against the member.
 */
function standing(
  connection: ConnectionRow,
  outcome: Outcome,
  at: Date,
): Pick<ConnectionRow, "state" | "refusals" | "nextPollAt" | "verifiedAt" | "loginKind"> {
  const { state, refusals, verifiedAt, loginKind } = connection;
  const kept = { refusals, verifiedAt, loginKind };
  if (outcome.state === "working") return { ...kept, state: "working", refusals: 0, nextPollAt: at, verifiedAt: at };
  if (outcome.state === "refused") {
    const nextPollAt = neverTaken(connection) ? null : retryRefusedAt(refusals + 1, at);
    return { ...kept, state: "refused", refusals: refusals + 1, nextPollAt };
  }
  if (state === "refused") return { ...kept, state, nextPollAt: later(at, hourMs) };
  const seconds = Math.max(retrySeconds, outcome.retryAfterSeconds ?? 0);
  return { ...kept, state: "unreachable", nextPollAt: later(at, seconds * secondMs) };
}

/**
 * What the member is told of it: once that a login which had worked is refused, however often it is tried again, and once that it works.
 * A login that is refused at its first try is no news: the page that it was entered on says so at once.
 */
function newsOf(connection: ConnectionRow, { state }: Outcome): Mail | null {
  const { platform, accountId, verifiedAt, refusals } = connection;
  const facts = { platform };
  if (state === "refused") return refusals === 0 && !neverTaken(connection) ? { template: "connection-refused", accountId, facts } : null;
  if (state !== "working") return null;
  if (!verifiedAt) return { template: "connection-working", accountId, facts };
  return refusals > 0 ? { template: "connection-restored", accountId, facts } : null;
}

/** Writes down that a connection's login works, was refused, or could not be tried. Of two tries of one login that both end, one counts. */
export async function settleConnection(connection: ConnectionRow, outcome: Outcome): Promise<void> {
  const { id: connectionId, accountId } = connection;
  await transaction({ kind: "system", job: "settle-connection", accountId }, async (tx) => {
    const next = standing(connection, outcome, now());
    if (!(await settleLogin(tx, connection, next))) return;
    const news = newsOf(connection, outcome);
    if (news) await queueMail(tx, news);
    if (next.state === connection.state) return;
    const facts: Record<string, string> = outcome.state === "refused" && neverTaken(connection) ? { tried: "first" } : {};
    const kind = `login_${outcome.state === "working" ? "worked" : outcome.state}` as const;
    await recordActivity(tx, { accountId, connectionId, kind, facts });
    await recordAccess(tx, { act: "connection.settle", object: `connection:${connectionId}`, subject: accountId, reason: next.state });
  });
}

/** Pauses a connection whose login the platform has refused in the middle of other work. One that is paused already stays as it is. */
export async function pauseRefused(connection: ConnectionRow): Promise<void> {
  if (connection.state !== "refused") await settleConnection(connection, { state: "refused" });
}
