import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

/** Where Node's own inspector listens when it is asked for by signal. */
const inspector = "http://127.0.0.1:9229/json/list";
const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1);
const evaluated = z.object({ id: z.number(), result: z.object({ result: z.object({ value: z.unknown() }) }) });

/** Runs expressions in another Node process of this machine, such as a world's worker, as a debugger does: nothing of it is made for that. */
export interface Inspected {
  evaluate: (expression: string) => Promise<unknown>;
  close: () => void;
}

async function addressOf(pid: number): Promise<string> {
  process.kill(pid, "SIGUSR1");
  for (let left = 50; ; left -= 1) {
    const [target] = await fetch(inspector).then(
      async (reply) => targets.parse(await reply.json()),
      () => [],
    );
    if (target) return target.webSocketDebuggerUrl;
    if (left === 0) throw new Error("the process cannot be inspected");
    await pause(100);
  }
}

/** @throws Error when another process has the inspector's port */
export async function inspectProcess(pid: number): Promise<Inspected> {
  const socket = new WebSocket(await addressOf(pid));
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("the inspector does not answer")), { once: true });
  });
  let asked = 0;
  const evaluate = async (expression: string): Promise<unknown> => {
    asked += 1;
    const id = asked;
    const answered = new Promise<unknown>((resolve) => {
      const hear = ({ data }: MessageEvent) => {
        const answer = evaluated.safeParse(JSON.parse(String(data)));
        if (answer.data?.id !== id) return;
        socket.removeEventListener("message", hear);
        resolve(answer.data.result.result.value);
      };
      socket.addEventListener("message", hear);
    });
    socket.send(JSON.stringify({ id, method: "Runtime.evaluate", params: { expression, returnByValue: true } }));
    return await answered;
  };
  if ((await evaluate("process.pid")) !== pid) throw new Error("another process is being inspected");
  return { evaluate, close: () => socket.close() };
}
