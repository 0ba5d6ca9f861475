/** What the service costs (clause 0.2), in US cents. The policy's own wording states the same; a test holds them together. */
export const prices = { monthlyCents: 1_000, unitCents: 2_500, currency: "usd" } as const;

/** An invoice takes no more than 250 items (Stripe's limit). From so many units that wait for one, it is drawn before the renewal. */
export const interimFromUnits = 200;
