export type Lock = { release: () => void };

export function startOf(pid: number): string | null;
export function takeLock(file: string): Lock | { holder: number };
export function waitForLock(file: string, onWait?: (holder: number) => void): Promise<Lock>;
