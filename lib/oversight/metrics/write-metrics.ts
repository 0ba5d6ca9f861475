import { transaction } from "@/db/client";
import { type Gauge, readGauges } from "@/db/queries/metrics";
import { countersSoFar } from "@/lib/base/counters";

/** Every gauge from the database: its help, and what its label is called where it has one. */
const gauges: Record<string, { help: string; label: string | null }> = {
  holdfast_jobs_waiting: { help: "Jobs that wait, by queue.", label: "queue" },
  holdfast_jobs_oldest_seconds: { help: "Age of the oldest job that waits, by queue.", label: "queue" },
  holdfast_offers: { help: "Offers seen within a day, by state.", label: "state" },
  holdfast_acceptances: { help: "Acceptances confirmed within a day.", label: null },
  holdfast_charges: { help: "Charges, by state.", label: "state" },
  holdfast_log_lines_unchained: { help: "Lines of the access log of the last hour that have no link yet.", label: null },
  holdfast_checkpoint_age_seconds: { help: "Age of the newest signed checkpoint of the access log.", label: null },
  holdfast_anomalies: { help: "Anomalies that are not closed, by state.", label: "state" },
  holdfast_blocks: { help: "Networks and accounts that are shut out.", label: null },
};

const counterHelp: Record<string, string> = {
  holdfast_http_answers_total: "Answers of this process, by class of status and lane.",
};

const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

function linesOf(name: string, found: readonly Gauge[]): string[] {
  const { help, label } = gauges[name] ?? { help: "", label: null };
  const values = found.filter((gauge) => gauge.name === name);
  const series = values.map((gauge) => `${name}${label ? `{${label}="${escaped(gauge.label)}"}` : ""} ${gauge.value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...series];
}

/**
 * The state of the service in Prometheus' text format (version 0.0.4): what this process has counted, and gauges from the database. Names no
 * account, network or order; the labels are states, queues and lanes. While the database is away there is `holdfast_up 0` and what was counted.
 */
export async function writeMetrics(): Promise<string> {
  const found = await transaction({ kind: "visitor" }, readGauges).catch(() => null);
  const counted = Object.entries(counterHelp).flatMap(([name, help]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} counter`,
    ...countersSoFar()
      .filter(([series]) => series.startsWith(`${name}{`))
      .map(([series, value]) => `${series} ${value}`),
  ]);
  const up = ["# HELP holdfast_up Whether the database answers.", "# TYPE holdfast_up gauge", `holdfast_up ${found ? 1 : 0}`];
  const read = found ? Object.keys(gauges).flatMap((name) => linesOf(name, found)) : [];
  return [...up, ...counted, ...read, ""].join("\n");
}
