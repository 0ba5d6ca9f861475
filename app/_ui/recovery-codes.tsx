"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { buttonClass } from "./button-class";
import { Notice } from "./notice";

const never = () => () => {};
const heading = "Recovery codes for Holdfast";

/**
 * Recovery codes, the one time that they are shown. Printed, they come out alone. The way on is a full page load, so that they are
 * gone from this page as well.
 */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const file = `${heading}\nEach works once in the place of your second factor.\n\n${codes.join("\n")}\n`;
  return (
    <div ref={box} tabIndex={-1} data-recovery-codes className="grid gap-5">
      <Notice tone="success" title="Keep these recovery codes">
        <p>
          If you lose your phone or key, one of them lets you in, once. They are shown only now. Print them, or keep them where you keep
          your passwords, but not only on the phone that they are to replace.
        </p>
      </Notice>
      <div className="print-alone grid gap-3 rounded-panel border border-line bg-surface px-5 py-4">
        <h2 className="font-semibold">{heading}</h2>
        <ol className="grid gap-x-8 gap-y-1.5 sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>
              <code className="whitespace-nowrap font-mono max-sm:text-sm">{code}</code>
            </li>
          ))}
        </ol>
        <p className="text-sm text-soft">Each works once in the place of your second factor.</p>
      </div>
      <div className="flex flex-wrap gap-3">
        <a href="/settings/security" className={buttonClass("primary")}>
          I have kept them
        </a>
        {scripted ? (
          <button type="button" onClick={() => window.print()} className={buttonClass()}>
            Print
          </button>
        ) : null}
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
          download="holdfast-recovery-codes.txt"
          className={buttonClass()}
        >
          Download
        </a>
      </div>
    </div>
  );
}
