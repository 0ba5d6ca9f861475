import type { Destination } from "@/lib/outbound/destination";
import type { PlatformAdapter } from "@/lib/platforms/contract";
import { byPassword, bySeat, type Client } from "@/lib/platforms/field-nation/log-in";
import { loginKindsOf } from "@/lib/platforms/login-kinds";

export interface FieldNationSettings extends Client {
  host: string;
  authority: string | null;
  callsPerMinute: number;
}

/** Field Nation v2 (https://developer.fieldnation.com). What of its wire is documented and what is only seen in use: docs/platforms. */
export function fieldNation({ host, authority, callsPerMinute, ...client }: FieldNationSettings): PlatformAdapter {
  const destination: Destination = { belongsTo: { platform: "field-nation" }, host, authority };
  return {
    platform: "field-nation",
    host,
    destinations: [destination],
    callsPerMinute,
    loginKinds: loginKindsOf("field-nation"),
    takesRequests: true,
    withdrawalFreeHours: 24,
    logIn: async (login) => (login.kind === "seat" ? await bySeat(destination, login) : await byPassword(destination, client, login)),
  };
}
