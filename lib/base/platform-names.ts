/** The platforms' names as people write them, by id: for every noun that names one, also those that may not know what a platform is. */
export const platformNames = { "field-nation": "Field Nation", "service-channel": "ServiceChannel" } as const;
