import { createHash } from "node:crypto";
import type { Tx } from "@/db/client";
import { findDevice, upsertDevice } from "@/db/queries/devices";
import type { Client } from "@/lib/accounts/client";
import { now } from "@/lib/base/clock";

/** What is kept of a device's secret: its SHA-256, which is enough for 256 random bits. */
export function deviceHash(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

/** Whether an account has completed a login in this browser before. In a transaction that acts for the account. */
export async function isRecognised(tx: Tx, accountId: string, client: Client): Promise<boolean> {
  return (await findDevice(tx, accountId, deviceHash(client.deviceSecret))) !== null;
}

/** Makes the browser one of the account's recognised devices, or notes that it was seen again. `isNew` tells which. */
export async function recogniseDevice(tx: Tx, accountId: string, client: Client): Promise<{ id: string; isNew: boolean }> {
  return await upsertDevice(tx, accountId, deviceHash(client.deviceSecret), now());
}
