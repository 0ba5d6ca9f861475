"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { buttonClass } from "@/app/_ui/button-class";
import { controlClass } from "@/app/_ui/field-frame";
import { Notice } from "@/app/_ui/notice";
import type { SealingOffer } from "@/lib/connections/read-connections";
import { readKeyStatement } from "@/lib/vault/key-statement";
import { fitsSeal, sealCredential } from "@/lib/vault/seal";
import { idle } from "@/lib/web/form-state";
import { seal } from "./actions";

const never = () => () => {};

/**
 * Seals a platform login in the browser and posts only the sealed text. The two inputs have no name, so that nothing could send them
 * as they are; without scripts the button stays off.
 */
export function SealForm({ platform, offer, submit }: { platform: string; offer: SealingOffer; submit: string }) {
  const [state, send, pending] = useActionState(seal, idle);
  const [problem, setProblem] = useState<string | null>(null);
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const id = useId();
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem || state.status === "refused") answer.current?.focus();
  }, [problem, state]);

  async function sealAndSend(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    const login = { username: username.current?.value ?? "", password: password.current?.value ?? "" };
    if (!fitsSeal(login)) return setProblem("This login is too long to be sealed. Check what was typed or pasted.");
    const key = await readKeyStatement(offer.statement, offer.vaultPublicKey, offer.of);
    if (!key)
      return setProblem(
        "The key for your login is not signed as it should be, so nothing was sent. Load the page again; if this stays, tell the operator.",
      );
    const context = { ...offer.of, host: key.host, version: offer.version };
    const data = new FormData();
    data.set("connection", offer.of.connection);
    data.set("jwe", await sealCredential(key.publicKey, key.keyId, context, login));
    if (password.current) password.current.value = "";
    startTransition(() => send(data));
  }

  const wrong = problem ?? (state.status === "refused" ? state.message : null);
  return (
    <form action={send} onSubmit={sealAndSend} className="grid max-w-md gap-5" data-offer={JSON.stringify(offer)}>
      <input type="hidden" name="connection" value={offer.of.connection} />
      <input type="hidden" name="jwe" value="" />
      {wrong ? (
        <div ref={answer} tabIndex={-1}>
          <Notice tone="danger" title={wrong} />
        </div>
      ) : null}
      <noscript>
        <Notice tone="warning" title="This form needs JavaScript">
          Your login is sealed by this page before it leaves your browser, which only a script can do. Switch scripts on for this site and
          load the page again.
        </Notice>
      </noscript>
      <div className="grid gap-1.5">
        <label htmlFor={`${id}-username`} className="font-semibold">
          {platform} user name
        </label>
        <input
          ref={username}
          id={`${id}-username`}
          required
          maxLength={300}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className={controlClass}
        />
      </div>
      <div className="grid gap-1.5">
        <label htmlFor={`${id}-password`} className="font-semibold">
          {platform} password
        </label>
        <input ref={password} id={`${id}-password`} type="password" required maxLength={300} autoComplete="off" className={controlClass} />
      </div>
      <div>
        <button type="submit" disabled={!scripted} aria-disabled={pending || undefined} className={buttonClass("primary")}>
          {pending ? "Sealing" : submit}
        </button>
      </div>
    </form>
  );
}
