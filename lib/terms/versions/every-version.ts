import { policy20260304 } from "@/lib/terms/versions/2026-03-04";

/**
 * Every version that was ever published, oldest first. To revise the policy, add a file with a later effective date and put it last: from
 * then on it is announced, and on that day it takes effect by itself.
 */
export const everyVersion = [policy20260304] as const;
