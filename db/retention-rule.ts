/** One line of the retention table: which rows, and how long. */
export interface RetentionRule {
  id: string;
  /** The table, by its name in SQL. */
  table: string;
  /** Whole days, of 24 hours, that a row is kept after `since`. */
  days: number;
  /** SQL over the table's own columns: the moment from which time counts. A row for which it is null stays. */
  since: string;
  /** What else has to be so, in SQL over the table's own columns. */
  only?: string;
  /** Tables and columns that may name the row by its key: while one does, it stays. */
  heldBy?: { key: string; columns: readonly (readonly [table: string, column: string])[] };
  /** Columns that are emptied, and what by, in SQL; left out where the whole row goes. */
  empties?: Record<string, string>;
  /** What it is, and from when its time counts, for people. */
  what: string;
  from: string;
}

/** The most days that a row may be kept: while another one names it, as long as that one is. */
export function mostDays({ days, heldBy }: RetentionRule, rules: readonly RetentionRule[]): number {
  const names = heldBy?.columns.map(([table]) => table) ?? [];
  const holders = rules.filter(({ table, empties }) => !empties && names.includes(table));
  return Math.max(days, ...holders.map((holder) => mostDays(holder, rules)));
}

/** Whether a row's time is up, in SQL; `at`, also in SQL, is the moment by which it has to be. */
export function isDue({ table, days, since, only, heldBy }: RetentionRule, at: string): string {
  const held = heldBy?.columns.map(
    ([other, column]) => `NOT EXISTS (SELECT 1 FROM ${other} it WHERE it.${column} = ${table}.${heldBy.key})`,
  );
  return [`(${since}) < ${at} - interval '${days} days'`, ...(only ? [only] : []), ...(held ?? [])].join(" AND ");
}
