import { headers } from "next/headers";
import { publicUrl } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { comesFromUs } from "@/lib/edge/origin";

/** The edge's origin check, made again where the work happens, since middleware authorises nothing. For what posts. */
export async function comesFromOurPages(): Promise<boolean> {
  const given = await headers();
  const asked = { method: "POST", pathname: "/", origin: given.get("origin"), fetchSite: given.get("sec-fetch-site") };
  return comesFromUs(asked, new URL(publicUrl()).origin);
}

/** @throws AppError foreign_origin */
export async function guardOrigin(): Promise<void> {
  if (!(await comesFromOurPages())) throw new AppError("foreign_origin");
}
