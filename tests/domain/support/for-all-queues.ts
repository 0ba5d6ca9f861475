import { type Queue, queues } from "@/db/queues";

/** The same for every queue: a handler, or how many jobs at once. */
export const forAllQueues = <Of>(of: Of): Record<Queue, Of> => Object.fromEntries(queues.map((queue) => [queue, of])) as Record<Queue, Of>;
