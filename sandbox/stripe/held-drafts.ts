import { z } from "zod";
import type { Store } from "@/sandbox/base/store";

/** Whether a renewal's draft is held for an hour before it is final, as the real Stripe does; here it is final at once if nothing was said. */
export const renewalsRequest = z.strictObject({ held: z.boolean() });
type Renewals = z.infer<typeof renewalsRequest>;

const settings = (store: Store) => store.table<Renewals>("stripe_renewals");
export const holdRenewals = (store: Store, renewals: Renewals) => settings(store).put("renewals", renewals);
export const areHeld = (store: Store): boolean => settings(store).get("renewals")?.held ?? false;
export const heldSeconds = 3_600;
