const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };

/** Parts of a text, of which any may be HTML, as one line of plain words in lower case: what a rule looks for words in. */
export function plainText(...parts: readonly string[]): string {
  return parts
    .join(" ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}
