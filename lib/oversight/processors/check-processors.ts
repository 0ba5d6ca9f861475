import { transaction } from "@/db/client";
import { listProcessorRows, type ProcessorRow } from "@/db/queries/processors";
import { now } from "@/lib/base/clock";
import { calledProcessors } from "@/lib/oversight/processors/called";
import { calledHosts } from "@/lib/oversight/processors/called-hosts";
import type { Seen } from "@/lib/oversight/seen";

const today = () => now().toISOString().slice(0, 10);

/** Whom the code calls and the register does not show as the code has it. */
function unregistered(rows: ProcessorRow[]): string[] {
  return calledProcessors.flatMap((called) => {
    const row = rows.find(({ code }) => code === called.code);
    if (!row) return [`${called.name} is called and not in the register`];
    const isTold = row.purpose === called.purpose && row.data === called.data;
    return isTold ? [] : [`the register says otherwise than the code what ${row.name} receives`];
  });
}

function outOfDate({ name, certificateUntil, reviewDue }: ProcessorRow): string[] {
  return [
    ...(certificateUntil !== null && certificateUntil < today() ? [`${name}: certificate expired ${certificateUntil}`] : []),
    ...(reviewDue !== null && reviewDue < today() ? [`${name}: review overdue since ${reviewDue}`] : []),
  ];
}

/** What nobody has shown of an entry. Hosts that members choose themselves have no agreement with us. */
function unshown({ code, name, region, agreement, certificate, reviewedOn }: ProcessorRow): string[] {
  if (code === "calendars") return [];
  const lacks = [
    ...(region === "" ? ["region"] : []),
    ...(agreement === null ? ["agreement"] : []),
    ...(certificate === null ? ["certificate"] : []),
    ...(reviewedOn === null ? ["review"] : []),
  ];
  return lacks.length > 0 ? [`${name}: no ${lacks.join(", ")}`] : [];
}

/**
 * Clause 9, by the register: everybody whom the code calls, and every host that this process is configured to call, stands in it; no certificate
 * has expired and no review is overdue; each has a region, an agreement, a certificate and a review, and is not evidenced otherwise.
 */
export async function checkProcessors(): Promise<Seen> {
  const rows = await transaction({ kind: "system", job: "controls" }, listProcessorRows);
  if (rows.length === 0) return { result: "unknown", looked: 0, seen: "the register is empty" };
  const looked = rows.length;
  const hosts = new Set(rows.flatMap((row) => row.hosts));
  const unknown = calledHosts().filter((host) => !hosts.has(host));
  const wrong = [...unregistered(rows), ...unknown.map((host) => `${host} is called and belongs to no entry`), ...rows.flatMap(outOfDate)];
  if (wrong.length > 0) return { result: "fails", looked, seen: wrong.join("; ") };
  const missing = rows.flatMap(unshown);
  if (missing.length > 0) return { result: "unknown", looked, seen: `not evidenced: ${missing.join("; ")}` };
  return {
    result: "holds",
    looked,
    seen: `${looked} processors, each with an agreement, a certificate in force and a review that is not overdue`,
  };
}
