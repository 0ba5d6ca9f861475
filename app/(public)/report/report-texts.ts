/** How a report stands, as its sender reads it. */
export const stateTexts = { received: "Waits to be looked at", looking: "Somebody looks at it", closed: "Closed" } as const;

/** What came of it. */
export const outcomeTexts = {
  mended: "What you reported was so, and has been mended.",
  accepted: "What you reported is so, and is known. Why it stays is said below.",
  no_fault: "We looked and could not find a fault.",
  duplicate: "Somebody else reported the same before, and it is being looked at.",
  unfit: "This was no report of a vulnerability or an access.",
} as const;
