import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { phasesOf, tellBuild } from "@/scripts/world/tell-build";

/** As Next 16.4 wrote it. */
const written = [
  "▲ Next.js 16.4.6 (Turbopack)\n",
  "  Creating an optimized production build ...\n",
  "✓ Compiled successfully in 31.5s\n  Skipping validation of types\n",
  "  Collecting page data using 1 worker ...\n",
  "  Generating static pages using 1 worker (0/46) ...\n  Generating static pages using 1 worker (11/46) \r\n",
  "  Finalizing page optimization ...\n",
];

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

function buildOn(terminal: boolean) {
  const said: string[] = [];
  const telling = tellBuild((line) => said.push(line.trim().replace(/^\.+ +/, "")), terminal);
  let output = "";
  const writes = (text: string | undefined) => {
    output += text;
    telling.read(output);
  };
  return { said, writes, end: telling.end };
}

test("each phase of a build is told once, with the seconds that have passed", () => {
  const { said, writes } = buildOn(false);
  for (const text of written) {
    writes(text);
    vi.advanceTimersByTime(7_000);
  }
  expect(said).toHaveLength(phasesOf(written.join("")).length);
  expect(said[0]).toBe("compiling the website (7 s)");
  expect(said.at(-1)).toBe("finishing (35 s)");
});

test("on a terminal a long phase shows every five seconds that it lasts, until the build ends", () => {
  const { said, writes, end } = buildOn(true);
  writes(written[1]);
  vi.advanceTimersByTime(11_000);
  expect(said).toEqual(["compiling the website (0 s)", "still compiling the website (5 s)", "still compiling the website (10 s)"]);
  end();
  vi.advanceTimersByTime(60_000);
  expect(said).toHaveLength(3);
});
