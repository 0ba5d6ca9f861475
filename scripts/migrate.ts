import { migrate } from "@/db/migrate";
import { migrateEnv } from "@/lib/base/env";
import { whyTooOld } from "@/lib/oversight/patches/installed";
import { Failure, runProgram } from "@/scripts/failure";

await runProgram(async () => {
  const settings = migrateEnv();
  const tooOld = whyTooOld(settings.HOLDFAST_ENV);
  if (tooOld) throw new Failure(tooOld);
  await migrate(settings);
  process.stdout.write("Both databases are up to date.\n");
});
