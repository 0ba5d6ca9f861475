import type { ReactNode } from "react";

export type BadgeTone = "neutral" | "info" | "good" | "warn" | "bad";

const tones: Record<BadgeTone, string> = {
  neutral: "bg-sunken text-ink",
  info: "bg-brand-tint text-brand",
  good: "bg-good-tint text-good",
  warn: "bg-warn-tint text-warn",
  bad: "bg-bad-tint text-bad",
};

/** A state in one or two words; the words carry it, the colour only helps. */
export function StatusBadge({ tone = "neutral", children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-semibold whitespace-nowrap ${tones[tone]}`}>
      <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true" focusable="false">
        <circle cx="4" cy="4" r="3.5" fill="currentColor" />
      </svg>
      {children}
    </span>
  );
}
