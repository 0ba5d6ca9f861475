/** What the service costs (clause 0.2), in US cents. The policy's own wording states the same; a test holds them together. */
export const prices = { monthlyCents: 1_000, unitCents: 2_500, currency: "usd" } as const;

/** For so long after work was to begin, its buyer's cancelling still counts as before: it is found within a quarter of an hour. */
export const creditedForMinutes = 30;

/** An invoice takes no more than 250 items (Stripe's limit). From so many units that wait for one, it is drawn before the renewal. */
export const interimFromUnits = 200;
