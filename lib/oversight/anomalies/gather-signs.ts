import type { Tx } from "@/db/client";
import { countedSince, loggedSince, type SignRow, sessionsSince } from "@/db/queries/signs";
import { later, minuteMs } from "@/lib/base/clock";
import { isUsualOpening } from "@/lib/oversight/anomalies/openings";
import { lookBackMinutes, rules } from "@/lib/oversight/anomalies/rules";
import { type Sign, type SignKind, signKinds } from "@/lib/oversight/anomalies/signs";

/** All signs that any rule looks at, from what was counted, the access log and the sessions. */
export async function gatherSigns(tx: Tx, at: Date): Promise<Sign[]> {
  const since = later(at, -lookBackMinutes * minuteMs);
  const inUseSince = later(at, -rules["used-from-many-networks"].windowMinutes * minuteMs);
  const rows = [...(await countedSince(tx, since)), ...(await loggedSince(tx, since)), ...(await sessionsSince(tx, since, inUseSince))];
  return rows.flatMap(signsOf);
}

function signsOf({ kind, at, ...told }: SignRow): Sign[] {
  const row = { ...told, atMs: at.getTime() };
  if (kind === "call_well" || kind === "call_failed") return [{ ...row, kind: "call", well: kind === "call_well" }];
  if (kind === "opening") {
    const [actor = "", reason = ""] = row.network.split(" ");
    const opening = { ...row, network: "", well: true };
    return [{ ...opening, kind: "opening" }, ...(isUsualOpening(actor, reason) ? [] : [{ ...opening, kind: "odd_opening" } as const])];
  }
  const known = signKinds.find((one): one is SignKind => one === kind);
  return known ? [{ ...row, kind: known, well: true }] : [];
}
