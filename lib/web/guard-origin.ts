import { headers } from "next/headers";
import { publicUrl } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { comesFromUs } from "@/lib/edge/origin";

/**
 * The edge's origin check, made again where the work happens, since middleware authorises nothing.
 * @throws AppError foreign_origin
 */
export async function guardOrigin(): Promise<void> {
  const given = await headers();
  const asked = { method: "POST", pathname: "/", origin: given.get("origin"), fetchSite: given.get("sec-fetch-site") };
  if (!comesFromUs(asked, new URL(publicUrl()).origin)) throw new AppError("foreign_origin");
}
