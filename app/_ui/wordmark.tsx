/**
 * A holdfast is the root by which kelp grips rock: here the feet of an H spread over a line of stone.
 * The name beside it is text, so the drawing says nothing to a screen reader.
 */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2.5 text-ink">
      <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" className="fill-brand" />
        <g fill="none" strokeWidth="2.8" strokeLinecap="round" className="stroke-on-brand">
          <path d="M10.5 6.5v11c0 3.4-1 5-3.7 6.2" />
          <path d="M21.5 6.5v11c0 3.4 1 5 3.7 6.2" />
          <path d="M10.5 13.2h11" />
        </g>
        <path d="M6 27.4h20" strokeWidth="2.2" strokeLinecap="round" fill="none" className="stroke-kelp" />
      </svg>
      <span className="text-lg font-bold tracking-tight">Holdfast</span>
    </span>
  );
}
