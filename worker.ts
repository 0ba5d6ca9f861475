import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { workerEnv } from "@/lib/base/env";
import { log } from "@/lib/base/log";
import { sendMail } from "@/lib/notices/send-mail";

workerEnv();
const actor = { kind: "system", job: "stub" } as never;
setInterval(async () => {
  try {
  const rows = await transaction(actor, async (tx) => await tx.execute<{ id: string }>(sql`select id from outbox where sent_at is null`));
  for (const { id } of rows) await sendMail(id);
  } catch (e) { process.stderr.write(String((e as Error).stack)); }
}, 100);
log.info("worker ready");
process.on("SIGTERM", () => process.exit(0));
