/** The lines by which Next says what it has come to, and what we call it. */
const phases: readonly [RegExp, string][] = [
  [/^ *Creating an optimized production build/m, "compiling the website"],
  [/^.? ?Compiled successfully/m, "checking settings"],
  [/^ *Collecting page data/m, "reading each page's settings"],
  [/^ *Generating static pages/m, "making the pages that are the same for everybody"],
  [/^ *Finalizing page optimization/m, "finishing"],
];
const everySeconds = 5;

/** The phases that a build has come to by its output so far, in order. */
export function phasesOf(output: string): string[] {
  return phases.filter(([line]) => line.test(output)).map(([, phase]) => phase);
}

/**
 * Tells how a build goes on: each phase once, and on a terminal the seconds as well while a phase lasts. `read` is given all of the
 * build's output so far, `end` stops the telling.
 */
export function tellBuild(say: (line: string) => void, onTerminal: boolean): { read: (output: string) => void; end: () => void } {
  const began = performance.now();
  let told: string[] = [];
  const tell = (phase: string) => say(`  ...     ${phase} (${Math.round((performance.now() - began) / 1_000)} s)`);
  const timer = onTerminal ? setInterval(() => tell(`still ${told.at(-1) ?? "beginning"}`), everySeconds * 1_000) : undefined;
  return {
    read: (output) => {
      const now = phasesOf(output);
      if (now.length === told.length) return;
      for (const phase of now.slice(told.length)) tell(phase);
      told = now;
      timer?.refresh();
    },
    end: () => clearInterval(timer),
  };
}
