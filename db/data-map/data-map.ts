import type { PgTable } from "drizzle-orm/pg-core";
import { accountsData } from "@/db/data-map/accounts";
import { controlsData } from "@/db/data-map/controls";
import type { DataMap, TableName } from "@/db/data-map/facts";
import { houseData } from "@/db/data-map/house";
import { moneyData } from "@/db/data-map/money";
import { oversightData } from "@/db/data-map/oversight";
import { scheduleData } from "@/db/data-map/schedule";
import { serviceData } from "@/db/data-map/service";
import { workData } from "@/db/data-map/work";
import * as schema from "@/db/schema";

/**
 * What is kept, column by column: what it says, what it is for, why it may be kept, for how long, and what erasing an account does to it
 * (clauses 7a and 7b). It is shown on /trust and in a member's export. The keys database has a map of
 * its own, beside this one, and the job store's tables are listed in jobs.ts.
 */
export const dataMap: DataMap = {
  ...accountsData,
  ...workData,
  ...scheduleData,
  ...moneyData,
  ...serviceData,
  ...oversightData,
  ...houseData,
  ...controlsData,
};

/** The tables that it describes, by the same names. */
export const tables: Record<TableName, PgTable> = schema;
