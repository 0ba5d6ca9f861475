import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { transaction } from "@/db/client";
import { dumpLog } from "@/lib/audit/dump-log";
import { databaseSource } from "@/lib/audit/log-source";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";

/**
 * Writes the whole access log into a file, readable by its owner alone, which `log:verify --dump` takes. That it was taken is a line of its
 * own, written first. A crash leaves a draft beside it, never half a file under its name.
 */
export async function exportLog(actor: Extract<Actor, { kind: "host" }>, path: string): Promise<void> {
  await transaction(actor, (tx) =>
    recordAccess(tx, { act: "access-log.export", object: "access-log:all", subject: null, reason: "asked_on_host" }),
  );
  const draft = `${path}.${process.pid}.draft`;
  try {
    await pipeline(Readable.from(dumpLog(databaseSource(actor))), createWriteStream(draft, { mode: 0o600, flags: "wx" }));
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
