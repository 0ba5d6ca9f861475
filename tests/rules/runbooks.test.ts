import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { templates } from "@/lib/notices/templates";
import { staffTemplates } from "@/lib/notices/templates-staff";
import { alarmKinds } from "@/lib/oversight/alarms/kinds";
import { ruleIds } from "@/lib/oversight/anomalies/rules";
import { metricNames } from "@/lib/oversight/metrics/write-metrics";
import { readSources } from "./sources";

const folder = "docs/operations/runbooks";
const hasRunbook = (name: string) => existsSync(`${folder}/${name}.md`);

/** Mails that go to staff about what they have to see to, and not about their own account or to a member. */
const toMembers = new Set([
  "role-changed",
  "account-suspended",
  "account-blocked",
  "account-reinstated",
  "account-terminated",
  "factor-reset-asked",
  "factor-reset-confirmed",
  "factor-reset-cancelled",
  "factors-reset",
]);
/** These name runbooks of what they tell of: an anomaly's rule, an alarm's kind. */
const byTheirFacts = new Set(["anomaly-found", "anomalies-found", "service-alarm"]);

test("each alarm and each rule of anomalies has its runbook", () => {
  expect([...Object.keys(alarmKinds), ...ruleIds].filter((name) => !hasRunbook(name))).toEqual([]);
});

test("each mail to staff has its runbook", () => {
  const toStaff = [...Object.keys(staffTemplates), "invite-asked", "incident-opened"].filter(
    (name) => !toMembers.has(name) && !byTheirFacts.has(name),
  );
  expect(toStaff.filter((name) => !(name in templates))).toEqual([]);
  expect(toStaff.filter((name) => !hasRunbook(name))).toEqual([]);
});

test("no runbook is of nothing", () => {
  const known = new Set([...Object.keys(alarmKinds), ...ruleIds, ...Object.keys(templates), "service-down", "log-lines"]);
  expect(readdirSync(folder).filter((file) => !known.has(file.replace(/\.md$/, "")))).toEqual([]);
});

/** The fixed texts that a source warns or reports an error with; of one that is put together, what stands at its end or its beginning. */
function complaintsIn(source: string): string[] {
  return [...source.matchAll(/\blog\.(?:warn|error)\(([^\n]*)/g)].flatMap(([, call = ""]) =>
    [...(call.split(/, (?:\{|describeError)/, 1)[0] ?? "").matchAll(/"([^"]+)"|`\$\{[^}]*\} ([^`]+)`/g)].map(
      ([, plain, end]) => plain ?? end ?? "",
    ),
  );
}

test("every warning and error that the code can log is explained", () => {
  const page = readFileSync(`${folder}/log-lines.md`, "utf8");
  const shipped = Object.entries(readSources()).filter(([path]) =>
    /^(lib|db|app)\/|^(worker|server|instrumentation|scripts\/purge)\.ts$/.test(path),
  );
  const events = new Set(shipped.flatMap(([, source]) => complaintsIn(source)));
  expect(events.size).toBeGreaterThan(30);
  expect([...events].filter((event) => !page.includes(event.split(",", 1)[0] ?? event))).toEqual([]);
});

test("a planted complaint is found", () => {
  expect(complaintsIn('log.warn(final ? "given up" : "not sent", { id });\nlog.error("odd", describeError(thrown));')).toEqual([
    "given up",
    "not sent",
    "odd",
  ]);
});

test("the list of metrics is the code's", () => {
  const listed = [...readFileSync("docs/operations/metrics.md", "utf8").matchAll(/^\| `(holdfast_\w+)` \| (.+) \|$/gm)].map(
    ([, name, help]) => [name, help],
  );
  expect(Object.fromEntries(listed)).toEqual(metricNames);
});
