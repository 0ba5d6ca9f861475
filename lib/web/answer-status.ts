import { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";

interface Answer {
  status: number | null;
  headers: Map<string, string>;
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

/** Has the answer to this request carry a header, in the place of one of that name: neither an action nor a page can set any but cookies. */
export function answerWithHeader(name: string, value: string): void {
  answers.getStore()?.headers.set(name, value);
}

/** Serves one request, with the status that its action asked for in the place of Next's 200, and the headers that it asked for. */
export async function withAnswerStatus(response: ServerResponse, serve: () => Promise<void>): Promise<void> {
  const answer: Answer = { status: null, headers: new Map() };
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse;
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    if (!response.headersSent) for (const [name, value] of answer.headers) response.setHeader(name, value);
    return writeHead(status === 200 ? (answer.status ?? 200) : status, ...rest);
  }) as typeof response.writeHead;
  await answers.run(answer, serve);
}
