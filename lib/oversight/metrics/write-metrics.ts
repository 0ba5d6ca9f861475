import { transaction } from "@/db/client";
import { type Gauge, readGauges } from "@/db/queries/metrics";
import { countersSoFar } from "@/lib/base/counters";

/** Every gauge from the database: its help, and what its label is called where it has one. */
const gauges: Record<string, { help: string; label: string | null }> = {
  holdfast_jobs_waiting: { help: "Jobs that wait, by queue.", label: "queue" },
  holdfast_jobs_oldest_seconds: { help: "Age of the oldest job that waits, by queue.", label: "queue" },
  holdfast_jobs_seconds_median: { help: "Half of the jobs done within ten minutes took this long or less, by queue.", label: "queue" },
  holdfast_jobs_seconds_p95: { help: "95 of 100 jobs done within ten minutes took this long or less, by queue.", label: "queue" },
  holdfast_jobs_seconds_longest: { help: "The longest job done within ten minutes, by queue.", label: "queue" },
  holdfast_offers: { help: "Offers seen within a day, by state.", label: "state" },
  holdfast_acceptances: { help: "Acceptances confirmed within a day.", label: null },
  holdfast_charges: { help: "Charges, by state.", label: "state" },
  holdfast_log_lines_unchained: { help: "Lines of the access log of the last hour that have no link yet.", label: null },
  holdfast_checkpoint_age_seconds: { help: "Age of the newest signed checkpoint of the access log.", label: null },
  holdfast_anomalies: { help: "Anomalies that are not closed, by state.", label: "state" },
  holdfast_alarms: { help: "Alarms that are open, by kind.", label: "kind" },
  holdfast_backup_age_seconds: { help: "Age of what the newest backup shows.", label: null },
  holdfast_restore_drill_age_seconds: { help: "Time since a rehearsed restore last passed.", label: null },
  holdfast_blocks: { help: "Networks and accounts that are shut out.", label: null },
};

/** Every series that this process counts: its type and its help. A process that has counted none yet shows none of it. */
const counted: Record<string, { type: "counter" | "histogram" | "gauge"; help: string }> = {
  holdfast_build_info: { type: "gauge", help: "1, with the version of this release and of Node." },
  holdfast_http_answers_total: { type: "counter", help: "Answers of this process, by class of status and lane." },
  holdfast_http_limited_total: { type: "counter", help: "Requests that this process refused as too many, by lane." },
  holdfast_http_request_seconds: { type: "histogram", help: "How long this process took to answer, by lane; streams of events left out." },
  holdfast_complaints_total: { type: "counter", help: "Warnings and errors that this process logged, by event." },
  holdfast_shared_limits_down: { type: "gauge", help: "1 while the shared limits do not answer and this process limits by itself." },
};

/** The names of all metrics, with what each means: docs/operations/metrics.md is held against it. */
export const metricNames: Record<string, string> = {
  holdfast_up: "Whether the database answers.",
  ...Object.fromEntries([...Object.entries(counted), ...Object.entries(gauges)].map(([name, { help }]) => [name, help])),
};

/** A series of this name, or of one of a histogram's parts. */
const seriesOf = (name: string) => new RegExp(`^${name}(_bucket|_sum|_count)?(\\{|$)`);
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
  const sum = countersSoFar();
  const lines = Object.entries(counted).flatMap(([name, { type, help }]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...sum.filter(([series]) => seriesOf(name).test(series)).map(([series, value]) => `${series} ${value}`),
  ]);
  const facts = ["# HELP holdfast_up Whether the database answers.", "# TYPE holdfast_up gauge", `holdfast_up ${found ? 1 : 0}`];
  const read = found ? Object.keys(gauges).flatMap((name) => linesOf(name, found)) : [];
  return [...facts, ...lines, ...read, ""].join("\n");
}
