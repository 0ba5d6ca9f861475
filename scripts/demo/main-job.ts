export const mainJob = async (..._all: unknown[]): Promise<void> => undefined;
