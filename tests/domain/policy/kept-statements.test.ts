import { expect, test } from "vitest";
import { checkEvidence } from "@/scripts/policy-verify/check-evidence";
import type { Observation } from "@/scripts/policy-verify/observation";
import type { Outsider } from "@/scripts/policy-verify/outsider";
import { makeNotary } from "@/tests/support/notary";

const origin = "https://holdfast.example";
const notary = await makeNotary(origin);
const daySeconds = 86_400;

/** A chain of statements that were signed so many days ago. */
const chainOf = (days: number[]) =>
  notary.chain(days.length, (it) => ({ ...it, iat: Math.floor(Date.now() / 1_000 - (days[it.sequence - 1] ?? 0) * daySeconds) }));
const hourly = (length: number) => Array.from({ length }, (_, index) => (length - 1 - index) / 24);

/** What is said of evidence when the service publishes these statements, and one of them was kept. */
async function said(published: (string | null)[], kept: string | undefined): Promise<Observation[]> {
  const ask: Outsider["ask"] = async (path) => {
    const statement = published[Number(path.split("/")[3] ?? published.length) - 1];
    return statement ? { status: 200, headers: {}, body: JSON.stringify({ statement }) } : { status: 404, headers: {}, body: "" };
  };
  const service = { url: new URL(origin), origin, tls: null, plain: null, ask };
  return (await checkEvidence(service, { published: [notary.key], kept: null, statement: kept ?? "" })).observations;
}
const evidence = (result: "holds" | "fails", text: RegExp) => [{ clause: "evidence", result, text: expect.stringMatching(text) }];

test("a statement that was kept half a year ago, and lies too far back to be followed to, is compared with the one at its place", async () => {
  const chain = await chainOf(hourly(5_050));
  const kept = chain[9];
  expect(await said(chain, kept)).toEqual(
    evidence("holds", /chained 5000 back, and the one that was kept, further back, is there as it was$/),
  );
  const other = (await chainOf(hourly(10)))[9] ?? "";
  expect(await said(chain.with(9, other), kept)).toEqual(evidence("fails", /^statement 10 is not the one that was kept$/));
  expect(await said((chain as (string | null)[]).with(9, null), kept)).toEqual(
    evidence("fails", /^statement 10, which was kept, is not there$/),
  );
}, 120_000);

test("a statement that was kept longer than the service keeps any is no fault, and one that is gone before its time is", async () => {
  const chain = await chainOf([440, 395.2, 394.9, 300, 200, 0]);
  const without = (...places: number[]) => chain.map((jws, index) => (places.includes(index + 1) ? null : jws));
  const tooOld = /chained 3 back; the one that was kept is older than the 13 months for which statements are, keep a newer one$/;
  expect(await said(without(1, 2), chain[0])).toEqual(evidence("holds", tooOld));
  expect(await said(chain, chain[0])).toEqual(evidence("holds", /chained back to the one that was kept$/));
  expect(await said(without(1, 2, 3), chain[2])).toEqual(evidence("fails", /^statement 3 is not there$/));
  expect(await said(without(1, 2, 3, 4), chain[3])).toEqual(evidence("fails", /^statement 4 is not there$/));
});
