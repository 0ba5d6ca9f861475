"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { setMode } from "@/lib/connections/set-mode";
import { startConnection } from "@/lib/connections/start-connection";
import { submitCredential } from "@/lib/connections/submit-credential";
import { unlinkConnection } from "@/lib/connections/unlink-connection";
import { readAcceptance } from "@/lib/orders/read-acceptance";
import { platformIds } from "@/lib/platforms/ids";
import { memberAction } from "@/lib/web/action";
import { nextStep } from "../gap-texts";

const connection = z.uuid();

export const connect = memberAction(z.object({ platform: z.enum(platformIds) }), async (member, { platform }) => {
  await startConnection(member.accountId, platform);
  return { status: "done", message: "Preparing a lock for your login." };
});

/** Takes what the browser has sealed. This process never sees the login, and could not open it. */
export const seal = memberAction(z.object({ connection, jwe: z.string().min(1).max(4_096) }), async (member, sealed) => {
  await submitCredential(member.accountId, sealed.connection, sealed.jwe);
  return { status: "done", message: "Your login is sealed. It is being tried on the platform now." };
});

export const switchMode = memberAction(z.object({ connection, mode: z.enum(["off", "auto"]) }), async (member, wanted) => {
  await setMode(member.accountId, wanted.connection, wanted.mode);
  if (wanted.mode === "off") return { status: "done", message: "Automatic acceptance is off. Nothing is accepted on this platform." };
  const stopping = (await readAcceptance(member.accountId)).gapsOf.get(wanted.connection) ?? [];
  if (stopping.length === 0)
    return { status: "done", message: "Automatic acceptance is on. Offers that meet all your rules are accepted." };
  const next = nextStep(stopping);
  return {
    status: "done",
    message: "Automatic acceptance is switched on, but nothing is accepted before what is listed here is mended.",
    ...(next ? { next } : {}),
  };
});

export const unlink = memberAction(z.object({ connection }), async (member, wanted) => {
  await unlinkConnection(member.accountId, wanted.connection);
  redirect("/connections?unlinked=yes");
});
