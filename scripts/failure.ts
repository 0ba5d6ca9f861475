import { ForeignInstallation } from "@/db/installation";

/** Something a person has to know or do: shown as its message alone. Any other error is a bug, shown with its stack. */
export class Failure extends Error {}

/** Runs a program to its end. A failure is told in its own words and ends it with exit code 1. */
export async function runProgram(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(
      `${error instanceof Failure || error instanceof ForeignInstallation ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exit(1);
  }
}
