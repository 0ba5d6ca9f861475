import { type Tx, transaction } from "@/db/client";
import { accessKeysOf } from "@/db/queries/access-keys";
import type { AccessLine } from "@/db/queries/access-lines";
import { findAccount, findAccountByEmail } from "@/db/queries/accounts";
import { newestCheckpoint, newestExported } from "@/db/queries/checkpoints";
import { type LineFilter, type LineOrder, placesOf, searchLines } from "@/db/queries/search-access-lines";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Vouched } from "@/lib/audit/read-checkpoint";
import { recordAccess } from "@/lib/audit/record-access";
import { recordListed } from "@/lib/audit/record-listed";
import { openPersonal, sealedUnder } from "@/lib/audit/seal-personal";
import type { Actor } from "@/lib/base/actor";
import { toCsv } from "@/lib/base/csv";
import type { LogReason } from "@/lib/oversight/log/log-reasons";

type Staff = Extract<Actor, { kind: "staff" }>;

/** What is asked for, as it was typed: `who` and `whose` are an e-mail address, an account's id, or, for `who`, a name such as system:poll. */
export type LogQuery = {
  who: string;
  whose: string;
  act: string;
  why: string;
  from: Date | null;
  until: Date | null;
  order: LineOrder;
  after: string | null;
};

export type LogLine = Pick<AccessLine, "id" | "at" | "actor" | "subject" | "act" | "object" | "reason" | "facts"> & {
  /** The address of a staff member who acted; null for everybody else. */
  staff: string | null;
  /** From where staff acted; null for everybody else, whose own it is to know. */
  network: string | null;
  /** Its place in the chain, and the hash there; null until it is chained, a second or so. */
  place: { sequence: number; hash: string } | null;
};

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const nobody = "00000000-0000-0000-0000-000000000000";

async function accountOf(tx: Tx, text: string): Promise<string> {
  if (uuid.test(text)) return text;
  const email = normaliseEmail(text);
  return (email ? (await findAccountByEmail(tx, email))?.id : null) ?? nobody;
}

async function actorsOf(tx: Tx, text: string): Promise<string[]> {
  if (/^[a-z]+:/.test(text) || text === "visitor") return [text];
  const id = await accountOf(tx, text);
  return ["staff", "member", "claimed"].map((kind) => `${kind}:${id}`);
}

async function filterOf(tx: Tx, { who, whose, act, why, from, until, order, after }: LogQuery): Promise<LineFilter> {
  return {
    actors: who ? await actorsOf(tx, who) : null,
    subject: whose ? await accountOf(tx, whose) : null,
    act: act || null,
    reason: why || null,
    from,
    until,
    order,
    after,
  };
}

async function shownLines(tx: Tx, lines: AccessLine[]): Promise<LogLine[]> {
  const places = await placesOf(tx, lines);
  const staffIds = new Set(lines.flatMap(({ actor }) => (actor.startsWith("staff:") ? [sealedUnder(actor) ?? nobody] : [])));
  const keys = await accessKeysOf(tx, [...staffIds]);
  const addresses = new Map<string, string | null>();
  for (const id of staffIds) addresses.set(id, (await findAccount(tx, id))?.email ?? null);
  return lines.map(({ id, at, actor, subject, act, object, reason, facts, personal }) => {
    const by = actor.startsWith("staff:") ? (sealedUnder(actor) ?? nobody) : nobody;
    const key = keys.get(by);
    const place = places.get(id);
    return {
      id,
      at,
      actor,
      subject,
      act,
      object,
      reason,
      facts,
      staff: addresses.get(by) ?? null,
      network: key && personal ? openPersonal(key, id, personal).network : null,
      place: place ? { sequence: place.sequence, hash: place.hash.toString("hex") } : null,
    };
  });
}

/**
 * Lines of the access log, a page at a time, and how far checkpoints vouch for it. The look is a line itself, written in the same
 * transaction: about the account that is asked for, where one is; otherwise each account that the lines are about gets one of its own.
 * @param limit how many lines; ask for one more than a page shows.
 * @throws AppError forbidden.
 */
export async function searchLog(actor: Staff, query: LogQuery, reason: LogReason, limit: number): Promise<{ lines: LogLine[] } & Vouched> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "access-log.read");
    const filter = await filterOf(tx, query);
    await recordAccess(tx, { act: "access-log.read", object: "access-log:page", subject: known(filter.subject), reason });
    const lines = await shownLines(tx, await searchLines(tx, filter, limit));
    await recordShown(tx, filter, lines, reason);
    return { lines, newest: await newestCheckpoint(tx), exported: await newestExported(tx) };
  });
}

/**
 * Each member whose lines were shown without being asked for reads of it. Lines that tell of such a look alone do not count: looking at the log
 * would make it grow by what it shows.
 */
async function recordShown(tx: Tx, filter: LineFilter, lines: readonly LogLine[], reason: LogReason): Promise<void> {
  if (filter.subject !== null) return;
  const shown = lines.filter(({ object }) => object !== "list:access-log").map(({ subject }) => subject);
  await recordListed(tx, "access-log", shown, reason);
}

const known = (subject: string | null) => (subject === nobody ? null : subject);

/** The most lines that one export holds. */
export const mostExported = 50_000;
const batch = 1_000;
const head = ["at_utc", "actor", "staff", "network", "subject", "act", "object", "reason", "facts", "place", "hash"];

/** The same lines as CSV (RFC 4180), at most 50,000. The export is a line itself. @throws AppError forbidden. */
export async function exportLogLines(actor: Staff, query: LogQuery, reason: LogReason): Promise<string> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "access-log.read");
    const filter = await filterOf(tx, query);
    const shown: LogLine[] = [];
    for (let after = filter.after; shown.length < mostExported; ) {
      const lines = await shownLines(tx, await searchLines(tx, { ...filter, after }, batch));
      shown.push(...lines);
      after = lines.at(-1)?.id ?? null;
      if (lines.length < batch) break;
    }
    await recordShown(tx, filter, shown, reason);
    const facts = { rows: shown.length };
    await recordAccess(tx, { act: "access-log.export", object: "access-log:search", subject: known(filter.subject), reason, facts });
    return toCsv([head, ...shown.map(cells)]);
  });
}

function cells({ at, actor, staff, network, subject, act, object, reason, facts, place }: LogLine): string[] {
  const chained = place ? [String(place.sequence), place.hash] : ["", ""];
  return [at.toISOString(), actor, staff ?? "", network ?? "", subject ?? "", act, object, reason, JSON.stringify(facts), ...chained];
}
