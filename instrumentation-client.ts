import { scriptPolicy } from "@/lib/edge/script-policy";

type TrustedTypes = { defaultPolicy: unknown; createPolicy: (name: string, policy: typeof scriptPolicy) => unknown };

/** Where the directive is not sent (development), the browser never asks the policy. Only one default policy can be made a page. */
const trustedTypes = (window as Window & { trustedTypes?: TrustedTypes }).trustedTypes;
if (trustedTypes && !trustedTypes.defaultPolicy) trustedTypes.createPolicy("default", scriptPolicy);
