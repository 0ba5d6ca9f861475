import { randomBytes } from "node:crypto";
import { cookies, headers } from "next/headers";
import type { Client } from "@/lib/accounts/client";
import { addressHeader } from "@/lib/edge/internal-headers";
import { deviceCookie } from "@/lib/web/session-cookie";

const secret = /^[\w-]{43}$/;

/** Where the current request came from, as server.ts determined it, and the browser's device secret or a fresh one. */
export async function client(): Promise<Client> {
  const given = await headers();
  const brought = (await cookies()).get(deviceCookie)?.value ?? "";
  return {
    address: given.get(addressHeader) ?? "unknown",
    userAgent: given.get("user-agent"),
    deviceSecret: secret.test(brought) ? brought : randomBytes(32).toString("base64url"),
  };
}
