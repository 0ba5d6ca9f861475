import { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";

interface Answer {
  status: number | null;
}

/** Shared through the global object, since web's entry and Next's build are two bundles in one process. */
const key = Symbol.for("holdfast.answer-status");
const shared = globalThis as { [key]?: AsyncLocalStorage<Answer> };
shared[key] ??= new AsyncLocalStorage<Answer>();
const answers = shared[key];

/**
 * Has the page that comes back carry this status: neither a form's action nor a page can set one, and a refusal is no 200. An action is
 * done before its page is rendered, so the first to ask decides.
 */
export function answerWithStatus(status: number): void {
  const answer = answers.getStore();
  if (answer) answer.status ??= status;
}

/** Serves one request, with the status that its action asked for in the place of Next's 200. */
export async function withAnswerStatus(response: ServerResponse, serve: () => Promise<void>): Promise<void> {
  const answer: Answer = { status: null };
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse;
  response.writeHead = ((status: number, ...rest: unknown[]) =>
    writeHead(status === 200 ? (answer.status ?? 200) : status, ...rest)) as typeof response.writeHead;
  await answers.run(answer, serve);
}
