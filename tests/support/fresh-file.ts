import { vi } from "vitest";

/**
 * The first set-up file of the domain's tests. The files of one process share Node and its packages, which would take longer to start than
 * most files run; what is ours each file reads anew, by the real clock and with the environment as the process found it, so that none sees
 * another's time, settings, pools or clients. What a file has put off until later is dropped with it: else it would do it in the next one's
 * databases.
 */
const shared = globalThis as typeof globalThis & { environmentFound?: NodeJS.ProcessEnv; putOff?: Set<NodeJS.Timeout> };

/** Notes every timer that is set from now on. */
function watchTimers(): Set<NodeJS.Timeout> {
  const noted = new Set<NodeJS.Timeout>();
  const noting: ProxyHandler<typeof setTimeout> = {
    apply(set, self, given) {
      const timer = Reflect.apply(set, self, given) as NodeJS.Timeout;
      noted.add(timer);
      return timer;
    },
  };
  globalThis.setTimeout = new Proxy(setTimeout, noting);
  globalThis.setInterval = new Proxy(setInterval, noting as ProxyHandler<typeof setInterval>);
  return noted;
}

shared.putOff ??= watchTimers();
for (const timer of shared.putOff) clearTimeout(timer);
shared.putOff.clear();
shared.environmentFound ??= { ...process.env };
for (const name of Object.keys(process.env)) if (!(name in shared.environmentFound)) delete process.env[name];
Object.assign(process.env, shared.environmentFound);
vi.useRealTimers();
vi.unstubAllGlobals();
vi.resetModules();
