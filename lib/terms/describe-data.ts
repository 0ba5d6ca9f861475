import { getTableColumns, getTableName } from "drizzle-orm";
import { dataMap, tables } from "@/db/data-map/data-map";
import { bases, dataClasses, type Erasure, keptElsewhere, purposes, type TableFacts, type TableName } from "@/db/data-map/facts";
import { retentionRules } from "@/db/retention";
import type { RetentionRule } from "@/db/retention-rule";

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

const erasures: Record<Erasure, string> = {
  deleted: "Deleted",
  emptied: "Stays where a charge rests on it, without what tells of a person or an order",
  kept: "Stays, since law or the account of what happened needs it",
  none: "Tells of no member",
};

function keptFor({ kept }: TableFacts): string[] {
  if (typeof kept === "string") return [keptElsewhere[kept]];
  const rules: readonly RetentionRule[] = retentionRules.filter(({ id }) => kept.includes(id));
  return rules.map(({ what, days, from, empties }) => `${empties ? `${what}: ` : ""}${periodOf(days)} after ${from}`);
}

function columnsOf(name: TableName): DescribedTable["columns"] {
  const classes: Record<string, keyof typeof dataClasses> = dataMap[name].columns;
  const columns = Object.entries(getTableColumns(tables[name]));
  return Object.entries(dataClasses).flatMap(([one, says]) => {
    const names = columns.filter(([key]) => classes[key] === one).map(([, column]) => column.name);
    return names.length > 0 ? [{ says, names }] : [];
  });
}

/** The data map, table by table, as it is shown to everybody and comes with a member's export (clauses 7a and 7b). */
export function describeData(): DescribedTable[] {
  return (Object.keys(dataMap) as TableName[]).map((name) => {
    const facts: TableFacts = dataMap[name];
    return {
      table: getTableName(tables[name]),
      about: facts.about,
      purpose: purposes[facts.purpose],
      basis: bases[facts.basis],
      keptFor: keptFor(facts),
      onErasure: erasures[facts.erasure],
      columns: columnsOf(name),
    };
  });
}
