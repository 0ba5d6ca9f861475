import PostalMime from "postal-mime";
import { nextNumber } from "@/sandbox/base/sequence";
import type { Store, Table } from "@/sandbox/base/store";

export interface Message {
  readonly id: number;
  readonly at: string;
  /** Envelope sender and recipients, in lower case. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export const messagesTable = (store: Store): Table<Message> => store.table("messages");

/** Stores a mail as it came; the same mail twice is two messages. */
export async function keepMessage(store: Store, envelope: { from: string; to: string[] }, raw: Buffer): Promise<Message> {
  const mail = await PostalMime.parse(raw);
  return store.transact(() => {
    const message: Message = {
      id: nextNumber(store, "message"),
      at: new Date().toISOString(),
      from: envelope.from.toLowerCase(),
      to: envelope.to.map((address) => address.toLowerCase()),
      subject: mail.subject ?? "",
      text: mail.text ?? "",
      html: mail.html ?? null,
      headers: Object.fromEntries(mail.headers.map((header) => [header.key, header.value])),
    };
    messagesTable(store).put(message.id, message);
    return message;
  });
}

/** Messages to an address, or all; oldest first. */
export const messagesTo = (store: Store, address: string | null) =>
  messagesTable(store)
    .all()
    .filter((message) => address === null || message.to.includes(address.toLowerCase()));
