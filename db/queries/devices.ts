import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { devices } from "@/db/schema";

export type DeviceRow = typeof devices.$inferSelect;

export async function findDevice(tx: Tx, accountId: string, secretHash: string): Promise<DeviceRow | null> {
  const [row] = await tx
    .select()
    .from(devices)
    .where(and(eq(devices.accountId, accountId), eq(devices.secretHash, secretHash)));
  return row ?? null;
}

/** Adds a device, or notes that it was seen. `isNew` tells which; of two logins at once one is the first. */
export async function upsertDevice(tx: Tx, accountId: string, secretHash: string, at: Date): Promise<{ id: string; isNew: boolean }> {
  const [row] = await tx
    .insert(devices)
    .values({ accountId, secretHash, seenAt: at })
    .onConflictDoUpdate({ target: [devices.accountId, devices.secretHash], set: { seenAt: at } })
    .returning({ id: devices.id, isNew: sql<boolean>`xmax = 0` });
  if (!row) throw new Error("the device was neither added nor found");
  return row;
}

/** Forgets every device of an account: the next login in any of them is one from a new device. Returns how many that were. */
export async function forgetDevices(tx: Tx, accountId: string): Promise<number> {
  const gone = await tx.delete(devices).where(eq(devices.accountId, accountId)).returning({ id: devices.id });
  return gone.length;
}
