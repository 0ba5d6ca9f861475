"use client";

import { useEffect, useId, useState } from "react";
import type { Judgement } from "@/lib/passwords/judge-password";
import { missingCharacters, shortestPassword } from "@/lib/passwords/password-rules";
import { explainFlaw } from "./explain-flaw";

/** So that a screen reader hears where somebody stopped typing, not every key. */
const pauseMs = 400;
const strengths = ["Not yet", "Not yet", "Good enough", "Strong", "Very strong"] as const;

const judge = async (password: string, own: readonly string[]) =>
  (await import("@/lib/passwords/judge-password")).judgePassword(password, own);

/** What can be said without the lists, while they load or before there is enough to look up. */
function reading(password: string, judged: Judgement | null): string {
  const missing = missingCharacters(password);
  if (password === "") return `${shortestPassword} characters or more.`;
  if (missing > 0) return missing === 1 ? "One more character." : `${missing} more characters.`;
  if (!judged) return "Looking at it.";
  return judged.flaw ? explainFlaw[judged.flaw] : "Hard to guess.";
}

/**
 * How hard a password is to guess, in words and as a bar, by the rules that web goes by. The lists of words are loaded when it first
 * appears; where they cannot be, it says nothing of them and the form works as without it.
 */
export function PasswordMeter({ password, own }: { password: string; own: readonly string[] }) {
  const id = useId();
  const [judged, setJudged] = useState<{ of: string; found: Judgement } | null>(null);
  const about = own.join("\n");
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      judge(password, about.split("\n")).then(
        (found) => stale || setJudged({ of: password, found }),
        () => undefined,
      );
    }, pauseMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [password, about]);
  const current = judged?.of === password ? judged.found : null;
  const strength = current?.strength ?? 0;
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <label htmlFor={id} className="text-soft">
          How hard it is to guess
        </label>
        <span aria-hidden="true" className="font-semibold">
          {current ? strengths[strength] : ""}
        </span>
      </div>
      <meter id={id} className="meter-bar" min={0} max={4} low={2} high={3} optimum={4} value={strength}>
        {strengths[strength]}
      </meter>
      <p aria-live="polite" className="text-sm text-soft">
        {current ? <span className="sr-only">{`${strengths[strength]}. `}</span> : null}
        {reading(password, current)}
      </p>
    </div>
  );
}
