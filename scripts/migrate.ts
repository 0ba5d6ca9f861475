import { migrate } from "@/db/migrate";
import { migrateEnv } from "@/lib/base/env";
import { runProgram } from "@/scripts/failure";

await runProgram(async () => {
  await migrate(migrateEnv());
  process.stdout.write("Both databases are up to date.\n");
});
