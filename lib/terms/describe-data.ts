import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { dataMap, tables } from "@/db/data-map/data-map";
import { bases, dataClasses, type Erasure, keptElsewhere, purposes, type TableFacts } from "@/db/data-map/facts";
import { keysDataMap, keysTables } from "@/db/data-map/keys";
import { retentionRules } from "@/db/retention";
import { mostDays, type RetentionRule } from "@/db/retention-rule";

/** One table of the data map, in words. */
export interface DescribedTable {
  /** Its name in the database. */
  table: string;
  about: string;
  purpose: string;
  basis: string;
  keptFor: string[];
  onErasure: string;
  /** Its columns' names in the database, by what their values say. */
  columns: { says: string; names: string[] }[];
}

const longPeriods: Record<number, string> = { 1: "1 day", 365: "1 year", 395: "13 months", 2557: "7 years" };
/** Days in words. */
export const periodOf = (days: number): string => longPeriods[days] ?? `${days} days`;

/** How long a rule keeps what it is about, in words. */
export function timeOf(rule: RetentionRule): string {
  const most = mostDays(rule, retentionRules);
  const longer = most > rule.days ? `; up to ${periodOf(most)} while a record that is kept longer rests on it` : "";
  return `${periodOf(rule.days)} after ${rule.from}${longer}`;
}

const erasures: Record<Erasure, string> = {
  deleted: "Deleted",
  emptied: "Stays where a charge rests on it, without what tells of a person or an order",
  kept: "Stays, since law or the account of what happened needs it",
  none: "Tells of no member",
};

/** A table's facts, whichever table it is. */
type AnyFacts = Omit<TableFacts, "columns"> & { columns: Record<string, keyof typeof dataClasses> };

function keptFor({ kept }: AnyFacts): string[] {
  if (typeof kept === "string") return [keptElsewhere[kept]];
  const rules: readonly RetentionRule[] = retentionRules.filter(({ id }) => kept.includes(id));
  return rules.map((rule) => `${rule.empties ? `${rule.what}: ` : ""}${timeOf(rule)}`);
}

function columnsOf(table: PgTable, classes: AnyFacts["columns"]): DescribedTable["columns"] {
  const columns = Object.entries(getTableColumns(table));
  return Object.entries(dataClasses).flatMap(([one, says]) => {
    const names = columns.filter(([key]) => classes[key] === one).map(([, column]) => column.name);
    return names.length > 0 ? [{ says, names }] : [];
  });
}

function describeTables(map: Readonly<Record<string, AnyFacts>>, of: Readonly<Record<string, PgTable>>, prefix = ""): DescribedTable[] {
  return Object.entries(map).flatMap(([name, facts]) => {
    const table = of[name];
    if (!table) return [];
    return [
      {
        table: `${prefix}${getTableName(table)}`,
        about: facts.about,
        purpose: purposes[facts.purpose],
        basis: bases[facts.basis],
        keptFor: keptFor(facts),
        onErasure: erasures[facts.erasure],
        columns: columnsOf(table, facts.columns),
      },
    ];
  });
}

/** The data map, table by table, as it is shown to everybody and comes with a member's export (clauses 7a and 7b). Tables of the keys database are called `keys.`. */
export function describeData(): DescribedTable[] {
  return [...describeTables(dataMap, tables), ...describeTables(keysDataMap, keysTables, "keys.")];
}
