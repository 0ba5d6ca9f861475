/**
 * Calls `end` at the first SIGINT, SIGTERM or SIGHUP. A later one ends this process at once, for whoever cannot wait;
 * npm passes on the Ctrl-C that this process has had too, so one that comes within a second is taken for the same.
 */
export function onInterrupt(end: () => void): void {
  let since: number | undefined;
  const interrupt = () => {
    if (since === undefined) {
      since = performance.now();
      end();
    } else if (performance.now() - since > 1_000) process.exit(1);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
}
