"use server";

import { redirect } from "next/navigation";
import { guardOrigin } from "@/lib/web/guard-origin";
import { logOutHere } from "@/lib/web/log-in";

/** Ends this browser's session on the server and leads to the login. */
export async function logOut(): Promise<void> {
  await guardOrigin();
  await logOutHere();
  redirect("/login");
}
