import { type Tx, transaction } from "@/db/client";
import { insertMail, newestMails } from "@/db/queries/outbox";
import { setAgain } from "@/lib/notices/set-again";
import { type Content, neverCommitted, type Place, TakeBack } from "@/lib/policy/canary/place";
import { counted } from "@/lib/policy/control";

const actor = { kind: "system", job: "canary" } as const;
const most = 5_000;

async function* letters(tx: Tx): AsyncGenerator<Content> {
  for (const mail of await newestMails(tx, most)) {
    const { subject, text, html } = await setAgain(tx, mail);
    yield { where: `mails of the kind ${mail.template}`, bytes: Buffer.from(`${subject}\n${text}\n${html}`), units: 1 };
  }
}

/** The outbox's newest 5,000 mails, sent or not, as they read: set again out of all that is still kept of what they were made of. */
export const mails: Place = {
  name: "the mails",
  say: (units) => `${counted(units, "mail")} as they read`,
  absence: () => null,
  async *read() {
    const all: Content[] = [];
    await transaction(actor, async (tx) => {
      for await (const one of letters(tx)) all.push(one);
    });
    yield* all;
  },
  whilePlanted: (texts, look) =>
    neverCommitted(() =>
      transaction(actor, async (tx) => {
        for (const text of texts) {
          const facts = { check: "canary", about: "A planted marker", result: "fails", seen: text };
          await insertMail(tx, { template: "control-fails", accountId: null, subjectId: null, facts });
        }
        await look(letters(tx));
        throw new TakeBack();
      }),
    ),
};
