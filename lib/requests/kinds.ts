import type { Queue } from "@/db/queues";

/** What web may ask the worker for, and the queue that does it. The request's subject is the id that the job is given. */
export const requestKinds = {
  "make-key": "make-key",
  "verify-connection": "verify-connection",
  "destroy-keys": "destroy-keys",
  "erase-account": "erase-account",
  "pursue-intent": "pursue-intent",
  "fetch-calendar": "fetch-calendar",
  "keep-plan": "keep-plan",
} as const satisfies Record<string, Queue>;
export type RequestKind = keyof typeof requestKinds;
