import { once } from "node:events";
import { Failure, runProgram } from "@/scripts/failure";
import { homeDirectory } from "@/scripts/home";
import { onInterrupt } from "@/scripts/on-interrupt";
import { startWorld, type World } from "@/scripts/world/start-world";
import { worldFileOf } from "@/scripts/world/world-file";

/** `npm start`: all of Holdfast on this machine, until a signal ends it. `npm run dev` adds --watch; --verbose shows every log line. */
const say = (line: string) => process.stdout.write(`${line}\n`);
const ending = new AbortController();

onInterrupt(() => {
  say("Stopping …");
  ending.abort();
});

await runProgram(async () => {
  const environment = process.env.HOLDFAST_ENV || "sandbox";
  if (environment !== "sandbox") {
    throw new Failure(
      `\`npm start\` runs the sandbox; HOLDFAST_ENV is ${environment}. There, run: npm run build, db:migrate, web and worker.`,
    );
  }
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Failure(`PORT must be a port number, not ${process.env.PORT}.`);
  const home = homeDirectory();
  say(`Starting Holdfast; its data and logs are in ${home}`);
  try {
    const watch = process.argv.includes("--watch");
    const verbose = process.argv.includes("--verbose");
    const world = await startWorld({ home, port, environment: process.env, durable: true, watch, verbose, signal: ending.signal, say });
    showLinks(world);
    if (!ending.signal.aborted) await once(ending.signal, "abort");
    await world.stop();
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  }
  say("Stopped.");
  process.exit(0);
});

function showLinks({ web, sandbox, invite, accounts: { owner, member }, platformLogins, home }: World) {
  const technician = platformLogins?.["field-nation"];
  const provider = platformLogins?.["service-channel"];
  const rows: [string, string | undefined | null][] = [
    ["Holdfast", web],
    ["An invite to redeem", invite],
    ["A member to log in as", member && `${member.email}, password ${member.password}`],
    ["The owner", owner && `${owner.email}, password ${owner.password}; codes come from totpSecret in world.json`],
    ["A Field Nation login to seal", technician && `${technician.username}, password ${technician.password}`],
    ["The same as a delegated seat", technician && `user ID ${technician.seat.userId}, token ${technician.seat.token}`],
    ["A ServiceChannel login", provider && `${provider.username}, password ${provider.password}`],
    ["Mail that was sent", sandbox?.mail],
    ["The outside world's switches", sandbox?.control],
    ["All of this, for programs", worldFileOf(home)],
  ];
  say("");
  for (const [label, value] of rows) if (value) say(`  ${label.padEnd(30)}${value}`);
  say("\nCtrl-C ends everything.");
}
