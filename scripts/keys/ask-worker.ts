import { setTimeout as wait } from "node:timers/promises";
import { closeDatabases } from "@/db/client";
import type { KeyTaskKind } from "@/db/queries/key-tasks";
import { minuteMs, now } from "@/lib/base/clock";
import { askForKeyTask } from "@/lib/oversight/ask-for-key-task";
import { ageOf, type KeyTask, readKeys, readKeyTask } from "@/lib/oversight/read-keys";
import { Failure } from "@/scripts/failure";
import { day, type Host, minute } from "@/scripts/operator/command";
import { formatRows } from "@/scripts/operator/format-rows";
import { takeWorkerSettings } from "@/scripts/operator/take-worker-settings";

const lookEveryMs = 300;
/** The worker begins within a second; one that does not in this time is not there, or has a task of this kind in hand that died. */
const patienceMs = 2 * minuteMs;
const staleMs = 5 * minuteMs;
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Lets this process speak with the worker, by rows of the database alone: it opens no keyring. */
async function withWorker<Result>(command: string, work: (actor: Host) => Promise<Result>): Promise<Result> {
  takeWorkerSettings();
  try {
    return await work({ kind: "host", command: `keys ${command}` });
  } finally {
    await closeDatabases();
  }
}

/** Prints ages, versions and due dates, as the worker last wrote them down. */
export async function printStatus(): Promise<void> {
  await withWorker("status", async (actor) => {
    const { status, current, minimumVersion, rootDueAt, connectionsDueAt, tasks } = await readKeys(actor);
    if (!status || !current)
      throw new Failure("The worker has not told of its keys yet. Start it: it does so as it starts, and every minute.");
    say(
      `Root keys (${status.provider}): version ${current.version} in use, minimum version ${minimumVersion}, due ${rootDueAt ? day(rootDueAt) : "–"}`,
    );
    const standing = (root: (typeof status.roots)[number]) => {
      if (root.retiredAt) return `retired ${day(new Date(root.retiredAt))}`;
      return root.supersededAt ? `replaced ${day(new Date(root.supersededAt))}` : "in use";
    };
    say(
      formatRows(
        status.roots.map((root) => [
          `  ${root.version}`,
          root.keyId,
          `${ageOf(root).known} ${day(ageOf(root).since)}`,
          `wraps ${root.wraps}`,
          standing(root),
        ]),
      ),
    );
    say(
      `Connections' keys: ${status.connectionKeys} in use, ${status.supersededConnectionKeys} replaced and not yet retired, due ${connectionsDueAt ? day(connectionsDueAt) : "–"}`,
    );
    for (const task of tasks.filter(({ finishedAt }) => finishedAt === null)) say(`${task.kind}: ${progressOf(task)}`);
    say(`As the worker wrote it down at ${minute(status.takenAt)}.`);
    if (now().getTime() - status.takenAt.getTime() > staleMs) throw new Failure("It does so every minute: look whether it runs.");
  });
}

function progressOf({ startedAt, nextStepAt, done, total, failed }: KeyTask): string {
  if (!startedAt) return `waits until ${nextStepAt ? minute(nextStepAt) : "now"}`;
  return `${done} of ${total ?? "?"}${failed > 0 ? `, ${failed} left as they were` : ""}`;
}

/** Asks the worker for a task and, if wanted, shows how far it has come until it is done. */
export async function askWorker(kind: KeyTaskKind, waits: boolean): Promise<void> {
  await withWorker(kind, async (actor) => {
    const taskId = await askForKeyTask(actor, kind);
    if (waits) await follow(actor, taskId);
    else say(`Asked for. See \`npm run keys -- status\`.`);
  });
}

async function follow(actor: Host, taskId: string): Promise<void> {
  let told = "";
  let toldAt = Date.now();
  for (;;) {
    const task = await readKeyTask(actor, taskId);
    if (!task) throw new Failure("The task is gone from the database.");
    const progress = task.startedAt ? progressOf(task) : "asked for";
    if (progress !== told) {
      say(progress);
      [told, toldAt] = [progress, Date.now()];
    }
    if (task.finishedAt) return sayOutcome(task);
    if (Date.now() - toldAt > patienceMs) {
      throw new Failure("The worker does not go on with it. It will when it runs again; nothing needs to be asked for anew.");
    }
    await wait(lookEveryMs);
  }
}

function sayOutcome({ done, failed }: KeyTask): void {
  say(`Done: ${done}.`);
  if (failed > 0) throw new Failure(`${failed} left as they were: the worker's log says which connections, and why.`);
}

/** Prints the public halves of the worker's signing keys, as settings. They come by the database: whoever configures with them compares. */
export async function exportPublic(): Promise<void> {
  await withWorker("export-public", async (actor) => {
    const { status } = await readKeys(actor);
    if (!status) throw new Failure("The worker has not told of its keys yet. Start it: it does so as it starts, and every minute.");
    for (const [name, key] of Object.entries(status.publicKeys)) say(`${name}='${JSON.stringify(key)}'`);
    say("# These came through the database. Compare each kid with the line that the worker logs as it starts.");
  });
}
