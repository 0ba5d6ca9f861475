import { randomUUID } from "node:crypto";
import { transaction } from "@/db/client";
import { type FoundAnomaly, noteAnomaly } from "@/db/queries/anomalies";
import { now } from "@/lib/base/clock";

/** An anomaly that waits for somebody. Returns its id. */
export async function givenAnomaly(found: Partial<FoundAnomaly> = {}): Promise<string> {
  const at = now();
  const usual = { rule: "credential-stuffing", accountId: null, networks: ["203.0.113.7"], firstAt: at, lastAt: at };
  const measured = { objects: 31, count: 44 };
  const id = await transaction({ kind: "system", job: "test" }, (tx) =>
    noteAnomaly(tx, { ...usual, key: randomUUID(), measured, ...found }),
  );
  if (!id) throw new Error("the anomaly was there already");
  return id;
}
