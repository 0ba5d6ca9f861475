/** What pages say in the place of what the service does not have (clauses 7a, 7b). */
export const notKept = {
  payAndDistance: "Compared with your rules when it was seen, and not kept",
  number: "Kept encrypted for the worker, which alone can read it",
  numberOfSkipped: "Not kept",
  time: "Not kept, since your time was not reserved",
} as const;

/** Where a member finds an accepted order. */
export const whereToFind = (platform: string) => `You find it on ${platform} by its time, among the work that is assigned to you.`;
