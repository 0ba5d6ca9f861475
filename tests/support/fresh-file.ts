import { vi } from "vitest";

/**
 * The first set-up file of the domain's tests. The files of one process share Node and its packages, which would take longer to start than
 * most files run; what is ours each file reads anew, by the real clock and with the environment as the process found it, so that none sees
 * another's time, settings, pools or clients.
 */
const shared = globalThis as typeof globalThis & { environmentFound?: NodeJS.ProcessEnv };
shared.environmentFound ??= { ...process.env };
for (const name of Object.keys(process.env)) if (!(name in shared.environmentFound)) delete process.env[name];
Object.assign(process.env, shared.environmentFound);
vi.useRealTimers();
vi.unstubAllGlobals();
vi.resetModules();
