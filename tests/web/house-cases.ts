import { readPlaces } from "@/lib/accounts/cap-members";
import type { Permission } from "@/lib/accounts/permissions";
import { readReview } from "@/lib/oversight/reviews/read-reviews";
import { givenReview } from "@/tests/domain/support/given-review";
import { newEmail } from "@/tests/support/members";
import type { StaffActor } from "@/tests/support/staff";

/** What an action would do, to rows of its own that bear it: the fields that it takes, and whether it has been done. */
export interface Deed {
  fields: Record<string, string>;
  isDone: () => Promise<boolean>;
}
export interface Case {
  permission: Permission;
  given: () => Promise<Deed>;
}

/** The actions of many invites, of the cap on members and of reviews. */
export const houseCases = (owner: () => StaffActor, inviteOf: (email: string) => Promise<unknown>): Record<string, Case> => ({
  "app/(staff)/operator/invites/bulk/actions.ts inviteFromFile": {
    permission: "invites.write",
    given: async () => {
      const email = newEmail();
      return { fields: { csv: `email\r\n${email}\r\n`, step: "send" }, isDone: async () => (await inviteOf(email)) !== undefined };
    },
  },
  "app/(staff)/operator/invites/actions.ts setCap": {
    permission: "members.cap",
    given: async () => {
      const most = 900_000 + Math.floor(Math.random() * 90_000);
      return { fields: { most: String(most) }, isDone: async () => (await readPlaces(owner())).most === most };
    },
  },
  "app/(staff)/operator/reviews/[id]/actions.ts judge": {
    permission: "reviews.judge",
    given: async () => {
      const { reviewId, items } = await givenReview();
      const isDone = async () => (await readReview(owner(), reviewId)).items[0]?.judgement === "ok";
      return { fields: { item: items[0] ?? "", judgement: "ok", note: "Looked at." }, isDone };
    },
  },
});
