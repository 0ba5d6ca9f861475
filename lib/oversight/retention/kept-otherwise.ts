/** What the purge has no part in, and who sees to it; for people. */
export const keptOtherwise = [
  { what: "What a person needs to judge an offer", how: "24 hours at the most, and no longer than it is open. The worker drops it." },
  {
    what: "The access log",
    how: "13 months. The worker drops what is older behind a signed tombstone, once a signed head that covers it lies elsewhere.",
  },
  { what: "Jobs: a row's id, nothing else", how: "An hour after they are done. The job store drops them." },
  { what: "Titles, addresses, contacts and other case details", how: "Never stored." },
  {
    what: "Incidents: what was done, who was told",
    how: "As long as the service runs. Whom one touched, and what was sent to whom: as long as the account.",
  },
  {
    what: "Everything else of an account",
    how: "As long as the account, and erased with it. What a charge rests on stays, with the order and its time taken out.",
  },
] as const;
