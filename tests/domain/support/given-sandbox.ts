import { afterAll } from "vitest";
import { openSandbox } from "@/tests/support/sandbox";
import { asSuperuser } from "@/tests/support/superuser";

/** The outside world and a look into the whole database, for one test file. Call it before anything reads the settings. */
export async function givenSandbox() {
  const sandbox = await openSandbox();
  afterAll(() => sandbox.close());
  const database = asSuperuser();
  afterAll(() => database.end());
  return { sandbox, database };
}
