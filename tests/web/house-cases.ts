import { randomUUID } from "node:crypto";
import { transaction } from "@/db/client";
import { controlAsks, processors as processorRows } from "@/db/schema";
import { readPlaces } from "@/lib/accounts/cap-members";
import type { Permission } from "@/lib/accounts/permissions";
import { dayMs, later, now } from "@/lib/base/clock";
import { listEvidence } from "@/lib/oversight/evidence/list";
import { recordEvidence } from "@/lib/oversight/evidence/record";
import { announceChange } from "@/lib/oversight/processors/announce";
import { type ListedProcessor, listProcessors } from "@/lib/oversight/processors/list";
import { readAnnounced } from "@/lib/oversight/processors/read";
import { readReview } from "@/lib/oversight/reviews/read-reviews";
import { givenReview } from "@/tests/domain/support/given-review";
import { host, newEmail } from "@/tests/support/members";
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

const evidence = "app/(staff)/operator/evidence/actions.ts";
const processors = "app/(staff)/operator/processors/actions.ts";
const promise = { name: "Archive", purpose: "Keeps.", data: "Mails.", region: "Ireland", hosts: "" };
const newCode = () => `archive-${randomUUID().slice(0, 8)}`;
const givenProcessor = (code: string) =>
  transaction(host, (tx) => tx.insert(processorRows).values({ ...promise, code, hosts: [], since: now() }));
const everyProcessor = { search: "", state: null, called: null, sort: "since", descending: true, cursor: null, limit: 100 } as const;
const processorOf = async (actor: StaffActor, code: string): Promise<ListedProcessor | undefined> =>
  (await listProcessors(actor, everyProcessor)).find((one) => one.code === code);
const listed = { clause: null, state: null, sort: "recorded", descending: true, cursor: null, limit: 100 } as const;

/** The actions of many invites, of the cap on members, of reviews, of evidence and of processors. */
export const houseCases = (owner: () => StaffActor, inviteOf: (email: string) => Promise<unknown>): Record<string, Case> => ({
  "app/(staff)/operator/controls/actions.ts lookNow": {
    permission: "controls.ask",
    given: async () => {
      const count = () => transaction(host, (tx) => tx.$count(controlAsks));
      const before = await count();
      return { fields: {}, isDone: async () => (await count()) > before };
    },
  },
  [`${evidence} record`]: {
    permission: "evidence.write",
    given: async () => {
      const title = `Certificate ${randomUUID()}`;
      const until = later(now(), 90 * dayMs)
        .toISOString()
        .slice(0, 10);
      return {
        fields: { clause: "5a", title, text: "The host's halls.", reference: "certificate.pdf", until },
        isDone: async () => (await listEvidence(owner(), listed)).some((one) => one.title === title),
      };
    },
  },
  [`${processors} announce`]: {
    permission: "processors.write",
    given: async () => {
      const code = newCode();
      const isDone = async () => (await readAnnounced(owner())).some((one) => one.code === code);
      return { fields: { ...promise, code, effective: "", urgent: "" }, isDone };
    },
  },
  [`${processors} callOff`]: {
    permission: "processors.write",
    given: async () => {
      const change = await announceChange(owner(), { ...promise, code: newCode(), hosts: [] }, { effectiveAt: null, urgentReason: "" });
      return { fields: { change }, isDone: async () => !(await readAnnounced(owner())).some(({ id }) => id === change) };
    },
  },
  [`${processors} keep`]: {
    permission: "processors.write",
    given: async () => {
      const code = newCode();
      const agreement = `DPA ${code}`;
      const find = () => processorOf(owner(), code);
      await givenProcessor(code);
      const rest = { agreedOn: "2026-01-01", certificate: "", certificateUntil: "", reviewedOn: "", reviewDue: "" };
      return {
        fields: { processor: (await find())?.id ?? "", agreement, ...rest },
        isDone: async () => (await find())?.agreement === agreement,
      };
    },
  },
  [`${processors} withdraw`]: {
    permission: "processors.write",
    given: async () => {
      const code = newCode();
      const find = () => processorOf(owner(), code);
      await givenProcessor(code);
      return { fields: { processor: (await find())?.id ?? "" }, isDone: async () => (await find())?.state === "withdrawn" };
    },
  },
  [`${evidence} withdraw`]: {
    permission: "evidence.write",
    given: async () => {
      const given = { clause: "8c", title: "Advice", text: "Of counsel.", reference: "advice.pdf" } as const;
      const id = await recordEvidence(owner(), { ...given, validUntil: later(now(), 90 * dayMs) });
      const isDone = async () => (await listEvidence(owner(), listed)).some((one) => one.id === id && one.withdrawnAt !== null);
      return { fields: { evidence: id }, isDone };
    },
  },
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
