import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { setAside } from "@/db/queries/differences";
import { listReconcileRuns } from "@/db/queries/reconcile-runs";
import { differences } from "@/db/schema";
import type { Permission } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { givenDifference } from "@/tests/domain/support/given-difference";
import { givenMember, host } from "@/tests/support/members";

type Deed = { fields: Record<string, string>; isDone: () => Promise<boolean> };
type Cases = Record<string, { permission: Permission; given: () => Promise<Deed> }>;

const file = "app/(staff)/operator/money/actions.ts";
const permission = "books.repair";
const reason = "known_failure";
/** As tests give one, see given-difference. */
const amountCents = 700;

const rowOf = async (id: string) => (await transaction(host, (tx) => tx.select().from(differences).where(eq(differences.id, id))))[0];

/** A difference of a member's, of which nothing but a person can say what is right where `repair` is so. */
async function given(repair: "delete_item" | "look"): Promise<string> {
  const { accountId } = await givenMember();
  return await transaction(host, (tx) => givenDifference(tx, accountId, repair));
}

/** What staff do to the books, each with what it leaves when it is done. */
export const moneyCases: Cases = {
  [`${file} compareNow`]: {
    permission,
    given: async () => {
      const began = now();
      const runs = async () =>
        (await transaction(host, (tx) => listReconcileRuns(tx, 5))).filter(({ askedBy }) => askedBy.startsWith("staff:"));
      return { fields: { books: "all" }, isDone: async () => (await runs()).some(({ createdAt }) => createdAt >= began) };
    },
  },
  [`${file} repair`]: {
    permission,
    given: async () => {
      const difference = await given("delete_item");
      const fields = { difference, repair: "delete_item", amountCents: String(amountCents), reason };
      return { fields, isDone: async () => (await rowOf(difference))?.repairAskedBy != null };
    },
  },
  [`${file} setAside`]: {
    permission,
    given: async () => {
      const difference = await given("look");
      const fields = { difference, amountCents: String(amountCents), reason };
      return { fields, isDone: async () => (await rowOf(difference))?.settledHow === "set_aside" };
    },
  },
  [`${file} takeUp`]: {
    permission,
    given: async () => {
      const difference = await given("look");
      await transaction(host, (tx) => setAside(tx, difference, { amountCents, askedBy: "host:test", reason, at: now() }));
      return { fields: { difference }, isDone: async () => (await rowOf(difference))?.settledHow === null };
    },
  },
};
