import { afterAll, afterEach, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { dueDigests } from "@/db/queries/digests";
import { dueMails } from "@/db/queries/outbox";
import { type NoticeChoices, saveNoticeSettings } from "@/lib/notices/notice-settings";
import { type Mail, queueMail } from "@/lib/notices/queue-mail";
import { sendDigest } from "@/lib/notices/send-digest";
import { sendMail } from "@/lib/notices/send-mail";
import { startMailServer } from "@/tests/support/mail-server";
import { givenMember } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const worker = { kind: "system", job: "test" } as const;

export const queue = (mail: Mail) => transaction(worker, (tx) => queueMail(tx, mail));

/** Does what is due, as the worker's sweep has it done. */
export async function sendDue(): Promise<void> {
  for (const id of await transaction(worker, (tx) => dueDigests(tx, new Date(), 100))) await sendDigest(id);
  for (const id of await transaction(worker, (tx) => dueMails(tx, new Date(), 100))) await sendMail(id);
}

/** The settings of someone who has chosen nothing but this. */
export async function choose(accountId: string, choices: Partial<NoticeChoices>): Promise<void> {
  await saveNoticeSettings(accountId, {
    questions: "at_once",
    offers: "at_once",
    work: "at_once",
    connection: "at_once",
    quietStartMinute: null,
    quietEndMinute: null,
    digestMinute: 18 * 60,
    ...choices,
  });
}

/** A mail server for one test file, a clock that it sets, and a new member in Chicago with an empty outbox whenever it asks. */
export async function givenReader() {
  const database = asSuperuser();
  const server = await startMailServer();
  process.env.SMTP_URL = server.url;
  process.env.PLATFORMS = "unused";
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(() => Promise.all([server.close(), database.end(), closeDatabases()]));
  return {
    database,
    letters: server.letters,
    nowIs: (text: string) => vi.useFakeTimers({ toFake: ["Date"], now: new Date(text) }),
    joinAnew: async (): Promise<string> => {
      const { accountId } = await givenMember();
      await database`update schedules set time_zone = 'America/Chicago' where account_id = ${accountId}`;
      await database`truncate outbox`;
      server.letters.length = 0;
      return accountId;
    },
  };
}
