"use client";

import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { startTransition, useActionState, useState, useSyncExternalStore } from "react";
import type { PasskeyReply, PasskeyTrouble } from "@/app/_ui/ask-passkey";
import { type FormAction, type FormState, idle } from "@/lib/web/form-state";

const never = () => () => {};

/** Whether this browser knows passkeys; null until scripts run. */
export function usePasskeySupport(): boolean | null {
  return useSyncExternalStore<boolean | null>(never, browserSupportsWebAuthn, () => null);
}

type Passkey = {
  /** Whether the browser, or the site, is at it. */
  busy: boolean;
  trouble: PasskeyTrouble | null;
  /** What the site said of the answer. */
  state: FormState;
  /** Asks the browser, and posts what it answers together with `fields`. */
  run: (ask: () => Promise<PasskeyReply>, fields: () => Record<string, string>) => Promise<void>;
  /** Posts an answer that the browser gave by itself. */
  send: (answer: string, fields: Record<string, string>) => void;
};

/** One passkey ceremony at a time, and its answer to a server action. */
export function usePasskey(action: FormAction): Passkey {
  const [state, post, sending] = useActionState(action, idle);
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<PasskeyTrouble | null>(null);

  const send: Passkey["send"] = (answer, fields) => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ ...fields, answer })) data.set(name, value);
    startTransition(() => post(data));
  };

  const run: Passkey["run"] = async (ask, fields) => {
    if (asking || sending) return;
    setTrouble(null);
    setAsking(true);
    const reply = await ask();
    setAsking(false);
    if ("trouble" in reply) return setTrouble(reply.trouble);
    send(reply.answer, fields());
  };

  return { busy: asking || sending, trouble, state, run, send };
}
