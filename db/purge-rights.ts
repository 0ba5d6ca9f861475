import type postgres from "postgres";
import { retentionRules } from "@/db/retention";
import { isDue, type RetentionRule } from "@/db/retention-rule";

const role = "holdfast_purge";
/** Owns the function by which the worker learns which rules have rows that are still there although their time is up. */
const looker = "holdfast_lookup";
const name = (rule: RetentionRule) => `purge_${rule.id.replaceAll("-", "_")}`;
/** The words of a rule's conditions: those that are columns of its table are what the purge has to read. */
const wordsOf = ({ since, only, heldBy }: RetentionRule) => `${since} ${only ?? ""} ${heldBy?.key ?? ""}`.match(/[a-z_]+/g) ?? [];

/**
 * Gives the purge's role what the retention table lets it do, and nothing more: of a table it reads the columns that say whether a row is due,
 * and it deletes or empties a row whose time is up by the database's own clock. A younger one it cannot touch, whatever it is told to do.
 * Run after rights.sql, which has taken all earlier rights.
 */
export async function grantPurge(tx: postgres.TransactionSql): Promise<void> {
  const rules: readonly RetentionRule[] = retentionRules;
  const held = rules.flatMap(({ heldBy }) => heldBy?.columns ?? []);
  for (const table of new Set([...rules.map((rule) => rule.table), ...held.map(([other]) => other)])) {
    await tx.unsafe(`CREATE POLICY purge_reads ON ${table} FOR SELECT TO ${role} USING (true)`);
    await tx.unsafe(`CREATE POLICY looks_at_age ON ${table} FOR SELECT TO ${looker} USING (true)`);
  }
  for (const [table, column] of held) await tx.unsafe(`GRANT SELECT (${column}) ON ${table} TO ${role}, ${looker}`);
  for (const rule of rules) {
    const columns = await tx<{ name: string }[]>`
      select attname as name from pg_attribute where attrelid = ${rule.table}::regclass and attnum > 0 and not attisdropped`;
    const words = new Set(wordsOf(rule));
    const read = columns.filter((column) => words.has(column.name)).map((column) => column.name);
    await tx.unsafe(`GRANT SELECT (ctid, ${read.join(", ")}) ON ${rule.table} TO ${role}, ${looker}`);
    if (rule.empties) {
      await tx.unsafe(`GRANT UPDATE (${Object.keys(rule.empties).join(", ")}) ON ${rule.table} TO ${role}`);
      await tx.unsafe(
        `CREATE POLICY ${name(rule)} ON ${rule.table} FOR UPDATE TO ${role} USING (${isDue(rule, "now()")}) WITH CHECK (true)`,
      );
    } else {
      await tx.unsafe(`GRANT DELETE ON ${rule.table} TO ${role}`);
      await tx.unsafe(`CREATE POLICY ${name(rule)} ON ${rule.table} FOR DELETE TO ${role} USING (${isDue(rule, "now()")})`);
    }
  }
  const overdue = rules.map(
    (rule) => `SELECT '${rule.id}' WHERE EXISTS (SELECT 1 FROM ${rule.table} WHERE ${isDue(rule, "(now() - grace)")})`,
  );
  await tx
    .unsafe(`SET LOCAL ROLE ${looker};
    CREATE OR REPLACE FUNCTION lookup.rules_past_their_time(grace interval) RETURNS TABLE (rule text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ ${overdue.join("\n UNION ALL ")} $$;
    REVOKE ALL ON FUNCTION lookup.rules_past_their_time(interval) FROM PUBLIC, holdfast_web;
    GRANT EXECUTE ON FUNCTION lookup.rules_past_their_time(interval) TO holdfast_worker;
    RESET ROLE`)
    .simple();
}
