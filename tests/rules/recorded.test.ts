import { expect, test } from "vitest";
import { parseRepository, parseSources } from "./parse-sources";
import { unrecorded } from "./recorded";
import type { Sources } from "./sources";

/** What staff may ask for without a line, and why none is needed. */
const showNothing = new Map([
  ["lib/accounts/list-asks.ts listAsks", "addresses of people who have no account"],
  ["lib/accounts/list-invites.ts inviteOf", "the invite of an address that the asker names; what is then done with it has its line"],
  ["lib/accounts/cap-members.ts readPlaces", "counts"],
  ["lib/policy/list-controls.ts listControls", "names nobody"],
  ["lib/accounts/invite-many.ts judgeInvites", "tells of addresses that the asker names whether they can be invited"],
  ["lib/membership/change-standing.ts changeStanding", "each change that it is given writes its own line"],
  ["lib/oversight/blocks/find-target.ts findTarget", "turns an address into an id; the block has its line"],
  ["lib/oversight/incidents/handle-incident.ts inIncident", "each step writes its own line, by note"],
  ["lib/oversight/incidents/handle-incident.ts openByHand", "openIncident writes it"],
  ["lib/oversight/incidents/read-incidents.ts listIncidents", "names no member"],
  [
    "lib/oversight/incidents/read-incidents.ts readIncident",
    "names staff, and affected members by their ids alone: who they are their own page says, with its line",
  ],
  ["lib/oversight/incidents/list-affected.ts listAffected", "names affected members by their ids alone, as the incident does"],
  ["lib/oversight/evidence/list.ts listEvidence", "what staff show for clauses; names staff alone"],
  ["lib/oversight/patches/read-patches.ts readPatches", "versions of software"],
  ["lib/oversight/processors/list.ts listProcessors", "companies, and nobody's data"],
  ["lib/oversight/processors/list.ts findListedProcessor", "one of them"],
  ["lib/oversight/processors/read.ts readAnnounced", "what members are told of them"],
  ["lib/oversight/handle-report.ts openFromReport", "openIncident writes it"],
  ["lib/oversight/public-reports/list.ts listPublicReports", "what strangers wrote, about no account that is known"],
  ["lib/oversight/public-reports/list.ts readReportFromOutside", "one of them"],
  ["lib/oversight/public-reports/handle.ts openFromPublicReport", "openIncident writes it"],
  ["lib/oversight/read-keys.ts readKeys", "ages and counts of keys"],
  ["lib/oversight/list-key-tasks.ts listKeyTasks", "counts of keys, and when they were rotated"],
  ["lib/billing/list-comparisons.ts listComparisons", "counts of customers and differences"],
  ["lib/oversight/reviews/read-reviews.ts listReviews", "counts of what was judged"],
  ["lib/oversight/read-today.ts readToday", "counts"],
  ["lib/oversight/alarms/list.ts listAlarms", "what the service noticed about itself"],
  ["lib/oversight/backups/list.ts listBackupRuns", "counts, moments and digests"],
]);

test("whatever is done with a permission of staff leaves a line in the access log, or is known to show nobody's data", () => {
  expect(unrecorded(parseRepository(), new Set(showNothing.keys()))).toEqual([]);
});

test.each([
  ["a look without a line", "export async function look(tx, actor) { await requirePermission(tx, actor, 'x'); return await read(tx); }", 1],
  [
    "a look that writes its line",
    "export async function look(tx, actor) { await requirePermission(tx, actor, 'x'); await recordAccess(tx, {}); }",
    0,
  ],
  [
    "a look that has its line written by its file",
    "export async function look(tx, actor) { await requirePermission(tx, actor, 'x'); await note(tx); }\nasync function note(tx) { await recordListed(tx, 'members', []); }",
    0,
  ],
  [
    "a line of another function",
    "export async function look(tx, actor) { await requirePermission(tx, actor, 'x'); }\nasync function note(tx) { await recordAccess(tx, {}); }",
    1,
  ],
])("%s", (_, text, found) => {
  expect(unrecorded(parseSources({ "lib/accounts/look.ts": text } as Sources), new Set())).toHaveLength(found);
});

test("a name that stands in the list for nothing is reported", () => {
  expect(unrecorded(parseSources({ "lib/accounts/look.ts": "export const a = 1;" } as Sources), new Set(["lib/x.ts y"]))).toHaveLength(1);
});
