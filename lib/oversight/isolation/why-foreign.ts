import { ownInstallation } from "@/db/client";
import { ForeignInstallation } from "@/db/installation";

/** Why this process must not start on its database, as a line for people; null when it may, or the database does not answer yet: each pool asks again. */
export async function whyForeign(role: "web" | "purge"): Promise<string | null> {
  try {
    await ownInstallation(role);
    return null;
  } catch (thrown) {
    return thrown instanceof ForeignInstallation ? thrown.message : null;
  }
}
