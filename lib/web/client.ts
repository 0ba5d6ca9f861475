import { headers } from "next/headers";
import type { Client } from "@/lib/accounts/client";
import { addressHeader } from "@/lib/edge/internal-headers";

/** Where the current request came from, as server.ts determined it. */
export async function client(): Promise<Client> {
  const given = await headers();
  return { address: given.get(addressHeader) ?? "unknown", userAgent: given.get("user-agent") };
}
