/**
 * A holdfast is the root by which kelp grips rock: one stem, spreading strands, a line of stone.
 * The name beside it is text, so the drawing says nothing to a screen reader.
 */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2.5 text-ink">
      <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" className="fill-brand" />
        <g fill="none" strokeWidth="2.6" strokeLinecap="round" className="stroke-on-brand">
          <path d="M16 6v9" />
          <path d="M16 13c0 5-2.2 7.6-7 9.5" />
          <path d="M16 13c0 5 2.2 7.6 7 9.5" />
          <path d="M16 14v8.5" />
        </g>
        <path d="M7 26.2h18" strokeWidth="2.6" strokeLinecap="round" fill="none" className="stroke-kelp" />
      </svg>
      <span className="text-lg font-bold tracking-tight">Holdfast</span>
    </span>
  );
}
