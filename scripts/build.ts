import { bundle } from "@/scripts/bundle.mjs";
import { runProgram } from "@/scripts/failure";
import { buildWeb } from "@/scripts/world/build-web";

/** `npm run build`: all that production runs, so that a machine without the development packages only has to start it. */
await runProgram(async () => {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  for (const name of ["web", "worker", "migrate", "operator"]) say(await bundle(name));
  await buildWeb(new AbortController().signal, say);
  say("The website is built in .next.");
});
