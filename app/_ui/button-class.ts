export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "regular" | "small";

const shape =
  "inline-flex items-center justify-center gap-2 rounded-control border font-semibold text-center no-underline " +
  "motion-safe:transition-colors cursor-pointer aria-disabled:cursor-default aria-disabled:opacity-60 disabled:cursor-default disabled:opacity-60";

const tones: Record<ButtonTone, string> = {
  primary: "border-transparent bg-brand text-on-brand hover:bg-brand-deep",
  secondary: "border-edge bg-surface text-ink hover:bg-sunken",
  quiet: "border-transparent bg-transparent text-brand hover:bg-brand-tint",
  danger: "border-transparent bg-bad text-on-bad hover:bg-bad-deep",
};

/** Small controls shrink only under a precise pointer; a finger always gets 44 pixels. */
const sizes: Record<ButtonSize, string> = {
  regular: "min-h-11 px-5 py-2",
  small: "min-h-11 px-3.5 py-1 text-sm pointer-fine:min-h-9",
};

/** The one look of everything that acts like a button. */
export function buttonClass(tone: ButtonTone = "secondary", size: ButtonSize = "regular"): string {
  return `${shape} ${tones[tone]} ${sizes[size]}`;
}
