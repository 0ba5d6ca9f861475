export function entryOf(name: string): string;
export function bundle(name: string): Promise<string>;
