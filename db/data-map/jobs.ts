/**
 * The tables of the job store, pg-boss, which are its own release's and are declared here by the table: what they are for, and what of ours stands in them. Of
 * ours that is a row's id and, for what a page asked for, the id of the request: nothing in them tells of a person, an order or a platform. A job goes an hour
 * after it is done.
 */
export const jobTables = {
  job: "The jobs, of which job_common holds the rows",
  job_common: "Jobs that wait or were done within the hour: a row's id, the id of a request, moments and counts",
  job_dependency: "Unused: no job waits for another",
  queue: "The names of the queues, and how each is worked",
  queue_stats: "How many jobs of each queue waited and were done; a part for each day",
  instance: "Which workers work the queues",
  warning: "What the job store complains of",
  schedule: "Unused: nothing is scheduled here",
  subscription: "Unused: no event is published here",
  version: "The release of the job store's schema",
  bam: "What the job store does to its own tables",
} as const satisfies Record<string, string>;

/** Whether a table of the job store is listed: a day's part of one is its own. */
export const isJobTable = (name: string): boolean => Object.hasOwn(jobTables, name.replace(/_\d{8}$/, ""));
