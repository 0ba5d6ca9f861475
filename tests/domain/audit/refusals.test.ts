import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { countRefusal, writeRefusalCounts } from "@/lib/audit/count-refusals";
import { recordRefusal } from "@/lib/audit/record-refusal";
import { coarseNetworkOf } from "@/lib/base/network";
import { plainPath } from "@/lib/web/note-refusal";
import { givenMember } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

test("a refused member's line is about them, a refused staff member's about nobody", async () => {
  const { accountId } = await givenMember();
  const { actor } = await givenStaff("billing");
  await recordRefusal({ kind: "member", accountId }, { object: "page:/offers/:", refusal: "not_found" });
  await recordRefusal(actor, { object: "page:/operator/keys", refusal: "forbidden", facts: { permission: "keys.read" } });
  const lines = await database`select actor, subject, object, reason, facts from access_lines where act = 'request.refuse' order by id`;
  expect(lines).toEqual([
    { actor: `member:${accountId}`, subject: accountId, object: "page:/offers/:", reason: "not_found", facts: {} },
    {
      actor: `staff:${actor.staffId}`,
      subject: null,
      object: "page:/operator/keys",
      reason: "forbidden",
      facts: { permission: "keys.read" },
    },
  ]);
});

test("refusals of nobody in particular are added up per minute and network", async () => {
  for (let count = 0; count < 3; count += 1) countRefusal("203.0.113.0/24", "wrong_credentials");
  countRefusal("203.0.113.0/24", "http_403");
  await writeRefusalCounts();
  countRefusal("203.0.113.0/24", "http_403");
  await writeRefusalCounts();
  const read = () => database`select network, refusal, sum(count)::int as count from refusal_counts group by 1, 2 order by 2`;
  expect(await read()).toEqual([
    { network: "203.0.113.0/24", refusal: "http_403", count: 2 },
    { network: "203.0.113.0/24", refusal: "wrong_credentials", count: 3 },
  ]);
});

test("a flood from everywhere fills neither the memory nor the table", async () => {
  await database`delete from refusal_counts`;
  for (let host = 0; host < 5_000; host += 1) countRefusal(coarseNetworkOf(`10.${host >> 8}.${host & 255}.1`), "too_many");
  await writeRefusalCounts();
  const [all] = await database`select count(*)::int as rows, sum(count)::int as refusals from refusal_counts`;
  expect(all).toMatchObject({ refusals: 5_000 });
  expect(all?.rows).toBeLessThanOrEqual(2_001);
});

test("a path is written down without what was typed or what would let somebody in", () => {
  const id = "01890a5d-ac96-774b-bcce-b302099a8057";
  expect(plainPath(`/operator/members/${id}/contact?reason=x`)).toBe(`/operator/members/${id}/contact`);
  expect(plainPath("/reset/eyJhbGciOiJFZERTQSJ9.abc.def")).toBe("/reset/:");
  expect(plainPath("/offers/1' or '1'='1")).toBe("/offers/:");
  expect(plainPath("")).toBe("/");
});

test("a coarse network tells no household", () => {
  expect(coarseNetworkOf("203.0.113.77")).toBe("203.0.113.0/24");
  expect(coarseNetworkOf("2001:db8:1:2:3::4")).toBe("2001:db8:1::/48");
  expect(coarseNetworkOf("::ffff:203.0.113.77")).toBe("203.0.113.0/24");
  expect(coarseNetworkOf("nonsense")).toBe("unknown");
});
