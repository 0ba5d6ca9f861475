import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { countUp, observe } from "@/lib/base/counters";
import { countComplaint } from "@/lib/base/log";
import { block } from "@/lib/oversight/blocks/block";
import { writeMetrics } from "@/lib/oversight/metrics/write-metrics";
import { givenAnomaly } from "@/tests/domain/support/given-anomaly";
import { givenMember, host } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

afterAll(closeDatabases);

test("the metrics are in Prometheus' format, say how the service stands, and name nobody", async () => {
  const { accountId, email } = await givenMember();
  await givenAnomaly();
  await block(host, { target: { network: "203.0.113.64/28" }, reason: "misuse", hours: 1, from: null });
  countUp('holdfast_http_answers_total{status="2xx",lane="pages"}', 3);
  observe("holdfast_http_request_seconds", 'lane="pages"', 0.3);
  countComplaint("warn", "mail not sent");
  const database = asSuperuser();
  await database`insert into pgboss.job (name, state, started_on, completed_on) values ('send-mail', 'completed', now() - interval '2 seconds', now())`;
  await database.end();
  const text = await writeMetrics();
  for (const line of text.trimEnd().split("\n"))
    expect(line).toMatch(/^(# (HELP|TYPE) holdfast_\w+ .+|holdfast_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[\d.e+-]+)$/);
  expect(text).toContain("\nholdfast_up 1\n");
  expect(text).toContain('\nholdfast_http_answers_total{status="2xx",lane="pages"} 3\n');
  expect(text).toContain('\nholdfast_http_request_seconds_bucket{lane="pages",le="0.25"} 0\n');
  expect(text).toContain('\nholdfast_http_request_seconds_bucket{lane="pages",le="0.5"} 1\n');
  expect(text).toContain('\nholdfast_http_request_seconds_bucket{lane="pages",le="+Inf"} 1\n');
  expect(text).toContain('\nholdfast_http_request_seconds_sum{lane="pages"} 0.3\n');
  expect(text).toContain('\nholdfast_http_request_seconds_count{lane="pages"} 1\n');
  expect(text).toContain('\nholdfast_complaints_total{level="warn",event="mail not sent"} 1\n');
  expect(text).toContain('\nholdfast_jobs_seconds_longest{queue="send-mail"} 2\n');
  expect(text).toContain("\nholdfast_blocks 1\n");
  expect(text).toContain('\nholdfast_anomalies{state="open"} 1\n');
  expect(text).toMatch(/\nholdfast_log_lines_unchained [1-9]/);
  for (const personal of [accountId, email, "203.0.113"]) expect(text).not.toContain(personal);
});
