/** A text as it stands at the beginning of a sentence, or alone. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
