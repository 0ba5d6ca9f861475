"use client";

import { type FormEvent, Fragment, startTransition, useActionState, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { buttonClass } from "@/app/_ui/button-class";
import { controlClass, describedBy, FieldFrame } from "@/app/_ui/field-frame";
import { Notice } from "@/app/_ui/notice";
import type { SealingOffer } from "@/lib/connections/read-connections";
import type { LoginKind } from "@/lib/platforms/login-kinds";
import { readKeyStatement } from "@/lib/vault/key-statement";
import type { Login } from "@/lib/vault/login";
import { fitsSeal, sealCredential } from "@/lib/vault/seal";
import { idle } from "@/lib/web/form-state";
import { seal } from "./actions";
import { ChooseKind } from "./choose-kind";
import { kindTexts } from "./login-kind-texts";
import { keepTypedName, typedName } from "./typed-names";

const never = () => () => {};

/** A token or a number comes by the clipboard, often with a blank or a line's end; of a password each character counts. */
const loginOf = (kind: LoginKind, who: string, secret: string): Login =>
  kind === "seat" ? { kind, token: secret.trim(), actingUserId: who.trim() } : { kind, username: who, password: secret };

type Props = { platform: string; offer: SealingOffer; tried: LoginKind | null; submit: string };

/**
 * Seals a platform login in the browser and posts only the sealed text. The two inputs have no name, so that nothing could send them
 * as they are; without scripts the button stays off. It begins with the kind of login that was tried last, and after a refusal with the
 * user name that was typed in this tab.
 */
export function SealForm({ platform, offer, tried, submit }: Props) {
  const [state, send, pending] = useActionState(seal, idle);
  const [kind, setKind] = useState<LoginKind>(offer.kinds.find((one) => one === tried) ?? offer.kinds[0]);
  const [problem, setProblem] = useState<string | null>(null);
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const id = useId();
  const who = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem || state.status === "refused") answer.current?.focus();
  }, [problem, state]);

  async function sealAndSend(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    const login = loginOf(kind, who.current?.value ?? "", secret.current?.value ?? "");
    if (!fitsSeal(login)) return setProblem(texts.tooLong);
    const key = await readKeyStatement(offer.statement, offer.vaultPublicKey, offer.of);
    if (!key)
      return setProblem(
        "The key for your login is not signed as it should be, so nothing was sent. Load the page again; if this stays, tell the operator.",
      );
    const context = { ...offer.of, host: key.host, version: offer.version };
    const data = new FormData();
    data.set("connection", offer.of.connection);
    data.set("jwe", await sealCredential(key.publicKey, key.keyId, context, login));
    keepTypedName(offer.of.connection, kind, who.current?.value ?? "");
    if (secret.current) secret.current.value = "";
    startTransition(() => send(data));
  }

  const texts = kindTexts[kind];
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
      {offer.kinds.length > 1 ? <ChooseKind platform={platform} kinds={offer.kinds} chosen={kind} choose={setKind} /> : null}
      <Fragment key={kind}>
        <FieldFrame id={`${id}-who`} label={texts.who.label(platform)} hint={texts.who.hint}>
          <input
            {...texts.who.input}
            ref={who}
            id={`${id}-who`}
            required
            defaultValue={typedName(offer.of.connection, kind)}
            autoComplete="off"
            aria-describedby={describedBy(`${id}-who`, texts.who.hint, null)}
            className={controlClass}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-secret`} label={texts.secret.label(platform)} hint={texts.secret.hint}>
          <input
            {...texts.secret.input}
            ref={secret}
            id={`${id}-secret`}
            type="password"
            required
            autoComplete="off"
            aria-describedby={describedBy(`${id}-secret`, texts.secret.hint, null)}
            className={controlClass}
          />
        </FieldFrame>
      </Fragment>
      <div>
        <button type="submit" disabled={!scripted} aria-disabled={pending || undefined} className={buttonClass("primary")}>
          {pending ? "Sealing" : submit}
        </button>
      </div>
    </form>
  );
}
