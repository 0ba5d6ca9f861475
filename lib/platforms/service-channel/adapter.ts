import type { Destination } from "@/lib/outbound/destination";
import { type PlatformAdapter, PlatformError } from "@/lib/platforms/contract";
import { loginKindsOf } from "@/lib/platforms/login-kinds";
import { byPassword, type Client } from "@/lib/platforms/service-channel/log-in";

export interface ServiceChannelSettings extends Client {
  /** Takes the password, and is what logins are sealed for. */
  host: string;
  /** Takes the token that the password was traded for. */
  apiHost?: string | undefined;
  authority: string | null;
  callsPerMinute: number;
}

/** ServiceChannel v3 (https://developer.servicechannel.com). What of its wire is documented and what is only seen in use: docs/platforms. */
export function serviceChannel({ host, apiHost, authority, callsPerMinute, ...client }: ServiceChannelSettings): PlatformAdapter {
  const site: Destination = { belongsTo: { platform: "service-channel" }, host, authority };
  const api: Destination = { belongsTo: { platform: "service-channel" }, host: apiHost ?? host, authority };
  return {
    platform: "service-channel",
    host,
    destinations: api.host === site.host ? [site] : [site, api],
    callsPerMinute,
    loginKinds: loginKindsOf("service-channel"),
    takesRequests: false,
    withdrawalFreeHours: null,
    logIn: async (login) => {
      if (login.kind !== "password") throw new PlatformError("login_refused");
      return await byPassword(site, api, client, login);
    },
  };
}
