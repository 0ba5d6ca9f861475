"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { connectionModes, type Mode, setMode } from "@/lib/connections/set-mode";
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

const done: Record<Mode, string> = {
  auto: "Automatic acceptance is on. Offers that meet all your rules are accepted.",
  ask: "You are asked about each offer that meets all your rules.",
  notify: "You are told of each offer that meets all your rules.",
  dry_run: "The trial is on. Your offers page shows what would have been accepted.",
  off: "Automatic acceptance is off. Nothing is accepted on this platform.",
};

export const switchMode = memberAction(z.object({ connection, mode: z.enum(connectionModes) }), async (member, wanted) => {
  const { mode } = wanted;
  await setMode(member.accountId, wanted.connection, mode);
  const gaps = (await readAcceptance(member.accountId)).gapsOf.get(wanted.connection) ?? [];
  const stopping = mode === "auto" || mode === "ask" ? gaps.filter((gap) => gap !== "connection_off") : [];
  if (stopping.length === 0) return { status: "done", message: done[mode] };
  const next = nextStep(stopping);
  return {
    status: "done",
    message: "It is switched on, but nothing is accepted before what is listed here is mended.",
    ...(next ? { next } : {}),
  };
});

export const unlink = memberAction(z.object({ connection }), async (member, wanted) => {
  await unlinkConnection(member.accountId, wanted.connection);
  redirect("/connections?unlinked=yes");
});
