/** A part of what a place holds. */
export interface Content {
  /** Where it stands, as it is shown in public: a table, a file, never whose. */
  where: string;
  bytes: Buffer;
  /** How many of the place's units these are. */
  units: number;
}

/** Somewhere that something of a forbidden field could have been kept. */
export interface Place {
  name: string;
  /** What is counted, such as "14 mails". */
  say: (units: number) => string;
  /** Why there is nothing here to search; null where there is. */
  absence: () => string | null;
  /** Everything that can be read there. @throws when it cannot be: then nothing is known of the place. */
  read: () => AsyncIterable<Content>;
  /**
   * Puts texts there, has them looked for in what is then read, and takes them back, also when that throws. A crash leaves at most texts that
   * begin as planted ones do, which no search takes for kept fields.
   */
  whilePlanted: (texts: readonly string[], look: (planted: AsyncIterable<Content>) => Promise<void>) => Promise<void>;
}

export class TakeBack extends Error {}

/** Runs what must not be committed: `work` has to end in a throw of TakeBack. */
export async function neverCommitted(run: () => Promise<unknown>): Promise<void> {
  await run().catch((thrown: unknown) => {
    if (!(thrown instanceof TakeBack)) throw thrown;
  });
}
