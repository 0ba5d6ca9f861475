"use client";

import { useEffect, useRef } from "react";
import type { PasskeyTrouble } from "@/app/_ui/ask-passkey";
import type { FormState } from "@/lib/web/form-state";
import { LinkButton } from "./link-button";
import { Notice } from "./notice";

/** How the last try went, read out and focused as it appears; nothing before the first. */
export function PasskeyNotice({ trouble, state, busy }: { trouble: PasskeyTrouble | null; state: FormState; busy: boolean }) {
  const answer = useRef<HTMLDivElement>(null);
  const shown = !busy && (trouble !== null || state.status !== "idle");
  useEffect(() => {
    if (shown) answer.current?.focus();
  }, [shown]);
  if (!shown) return null;
  return (
    <div ref={answer} tabIndex={-1}>
      {trouble ? (
        <Notice
          tone={trouble.cancelled ? "info" : "danger"}
          title={trouble.title}
          actions={trouble.lead && <LinkButton href={trouble.lead.href}>{trouble.lead.label}</LinkButton>}
        >
          {trouble.text}
        </Notice>
      ) : !("message" in state) ? null : (
        <Notice tone={state.status === "done" ? "success" : "danger"} title={state.message} />
      )}
    </div>
  );
}

/** Said where a passkey cannot be used at all: without scripts, or by this browser. */
export function PasskeyUnsupported({ supported, instead }: { supported: boolean | null; instead: string }) {
  if (supported === null)
    return (
      <noscript>
        <Notice tone="info" title="Passkeys need JavaScript">
          Switch scripts on for this site and load the page again{instead ? `, or ${instead}` : ""}.
        </Notice>
      </noscript>
    );
  if (supported) return null;
  return (
    <Notice tone="info" title="This browser cannot use passkeys">
      Use a current version of your browser{instead ? `, or ${instead}` : ""}.
    </Notice>
  );
}
