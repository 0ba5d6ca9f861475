export function entryOf(name: string): string;
export function bundle(name: string): Promise<string>;
export const threads: Readonly<Record<string, Readonly<Record<string, string>>>>;
