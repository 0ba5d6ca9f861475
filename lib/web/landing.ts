import { isOnlyStaff } from "@/lib/accounts/is-only-staff";
import { safePath } from "@/lib/web/safe-path";

/** Where a login leads: to where its visitor was going; without such a place to their pages, which are staff's for whoever is no member besides. */
export async function landing(accountId: string, next: string | null | undefined): Promise<string> {
  if (!next && (await isOnlyStaff(accountId))) return "/operator";
  return safePath(next);
}
