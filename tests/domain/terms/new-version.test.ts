import { expect, test, vi } from "vitest";
import { tellOfPolicy } from "@/lib/accounts/tell-of-policy";
import { AppError } from "@/lib/base/errors";
import { exportData } from "@/lib/membership/export-data";
import { requestErasure } from "@/lib/membership/request-erasure";
import { pause, resume } from "@/lib/orders/pause";
import { readAcceptance } from "@/lib/orders/read-acceptance";
import { agreeAnew, readAgreement } from "@/lib/terms/agreement";
import type { PolicyDocument } from "@/lib/terms/policy-document";
import { everyVersion } from "@/lib/terms/versions/every-version";
import { assigneeOf, givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";
import { held } from "@/tests/support/hold-at-point";
import { givenMember } from "@/tests/support/members";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));
/** The list of published versions is the one thing that a revision changes. Here a second one is published; `effective` says when. */
const published = vi.hoisted(() => ({ effective: "2999-01-01" }));
vi.mock("@/lib/terms/versions/every-version", async (original) => {
  const { everyVersion: real } = await original<{ everyVersion: readonly PolicyDocument[] }>();
  const second = new Proxy(real.at(-1) as PolicyDocument, {
    get: (of, name) => (name === "version" || name === "effective" ? published.effective : Reflect.get(of, name)),
  });
  return { everyVersion: [...real, second] };
});
vi.setConfig({ testTimeout: 60_000 });
const { outside, database } = await givenOutside();

const shownOf = ({ version, prices }: PolicyDocument) => ({ policyVersion: version, ...prices });
const announce = () => {
  published.effective = "2999-01-01";
};
const putInForce = () => {
  published.effective = "2026-06-01";
};
const mailsTo = async (accountId: string) =>
  (
    await database<
      { template: string }[]
    >`select template from outbox where account_id = ${accountId} and template like 'policy-%' order by created_at`
  ).map(({ template }) => template);
async function agree(accountId: string) {
  const { asked } = await readAgreement(accountId);
  if (!asked) throw new Error("nothing to agree to");
  await agreeAnew(accountId, shownOf(asked));
}

test("a new version that is in force stops the automation until the member agrees, and then it goes on", async () => {
  announce();
  const member = await givenReady(outside);
  const watch = watching(database, member);
  putInForce();
  const { id } = await putUp(outside, member.userId);
  await watch.look();
  await watch.pursue();
  expect([(await watch.offers()).length, await assigneeOf(outside, id), await watch.charges()]).toEqual([0, null, 0]);
  expect((await readAcceptance(member.accountId)).missing).toEqual(["terms_changed"]);

  await agree(member.accountId);
  expect((await readAcceptance(member.accountId)).missing).toEqual([]);
  await watch.look();
  await watch.pursue();
  expect([await assigneeOf(outside, id), await watch.charges()]).toEqual([member.userId, 1]);
  expect(await database`select 1 from access_lines where subject = ${member.accountId} and act = 'consent.give'`).toHaveLength(2);
});

test.each(["poll.before-list", "pursue.before-read", "pursue.before-seen-commit", "pursue.after-seen-commit"])(
  "taking effect while a job stands at %s, it stops the job before its next call",
  async (point) => {
    announce();
    const member = await givenReady(outside);
    const watch = watching(database, member);
    const { id } = await putUp(outside, member.userId);
    held.point = point;
    held.meanwhile = async () => putInForce();
    await watch.look();
    await watch.pursue();
    expect(held.meanwhile, `nobody passed ${point}`).toBeNull();
    expect([await assigneeOf(outside, id), await watch.openHolds(), await watch.units(), await watch.charges()]).toEqual([null, 0, 0, 0]);
    expect((await watch.intents()).filter(({ outcome }) => outcome !== "terms_changed")).toEqual([]);
  },
);

test("who agrees while it is announced is not stopped when it takes effect", async () => {
  announce();
  const { accountId } = await givenMember();
  expect(await readAgreement(accountId)).toMatchObject({ waits: false, asked: { version: "2999-01-01" } });
  await agree(accountId);
  expect(await readAgreement(accountId)).toMatchObject({ waits: false, asked: null });
  expect((await readAcceptance(accountId)).missing).not.toContain("terms_changed");
});

test("agreement is to what was shown: another version or price is refused, and nothing is recorded", async () => {
  announce();
  const { accountId } = await givenMember();
  putInForce();
  const [first] = everyVersion;
  const { asked } = await readAgreement(accountId);
  if (!asked) throw new Error("nothing to agree to");
  for (const shown of [shownOf(first), { ...shownOf(asked), unitCents: 1 }, { ...shownOf(asked), policyVersion: "2999-09-09" }])
    await expect(agreeAnew(accountId, shown)).rejects.toEqual(new AppError("conflict", { reason: "terms_changed" }));
  expect((await readAgreement(accountId)).given).toHaveLength(1);
});

test("who does not agree can still pause, take their data and delete their account", async () => {
  announce();
  const { accountId, email } = await givenMember();
  putInForce();
  await pause(accountId, null);
  await resume(accountId);
  expect(JSON.stringify(await exportData(accountId))).toContain("2026-03-04");
  await requestErasure({ accountId, email }, email);
});

test("each member is mailed once when it is announced and once when it is in force; who has agreed is not", async () => {
  announce();
  const [member, agreed] = [await givenMember(), await givenMember()];
  await agree(agreed.accountId);
  await Promise.all([tellOfPolicy(), tellOfPolicy()]);
  await tellOfPolicy();
  expect([await mailsTo(member.accountId), await mailsTo(agreed.accountId)]).toEqual([["policy-announced"], []]);
  // The other's word is for a version of another day; here it counts for the one that is in force now.
  await database`update consents set policy_version = '2026-06-01' where account_id = ${agreed.accountId} and policy_version = '2999-01-01'`;
  putInForce();
  await tellOfPolicy();
  await tellOfPolicy();
  expect([await mailsTo(member.accountId), await mailsTo(agreed.accountId)]).toEqual([["policy-announced", "policy-in-force"], []]);
});
