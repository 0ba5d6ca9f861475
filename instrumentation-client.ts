import { config } from "zod/v4/core";
import { scriptPolicy } from "@/lib/edge/script-policy";

type TrustedTypes = { defaultPolicy: unknown; createPolicy: (name: string, policy: typeof scriptPolicy) => unknown };

/** Where the directive is not sent (development), the browser never asks the policy. Only one default policy can be made a page. */
const trustedTypes = (window as Window & { trustedTypes?: TrustedTypes }).trustedTypes;
if (trustedTypes && !trustedTypes.defaultPolicy) trustedTypes.createPolicy("default", scriptPolicy);

/** Zod would try out whether it may compile text to code, which this site's policy forbids and reports. Said before any schema is made. */
config({ jitless: true });
