import { createTransport } from "nodemailer";
import { secondMs } from "@/lib/base/clock";
import { environment, workerEnv } from "@/lib/base/env";

/** `stopUrl` is where a mail program posts when its user wants no more of the kind; null for mail that cannot be stopped. */
export type Letter = { id: string; to: string; subject: string; text: string; html: string; stopUrl: string | null };

/** Host of the sender's address, which makes a Message-ID ours. */
function senderHost(from: string): string {
  return /@([^\s>]+)/.exec(from)?.[1] ?? "localhost";
}

/** One-click unsubscription (RFC 8058). The signature that it asks for is the mail server's. */
function oneClick(url: string): Record<string, string> {
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

/**
 * Hands one mail to the mail server (SMTP, RFC 5321), over TLS except in the sandbox. The Message-ID comes from `id`, so that a mail
 * handed over twice, because a crash hid the first time, is recognised as one. Throws whatever the server or the network answered.
 */
export async function deliver({ id, stopUrl, ...letter }: Letter): Promise<void> {
  const { SMTP_URL: url, MAIL_FROM: from } = workerEnv();
  const timeouts = { connectionTimeout: 10 * secondMs, greetingTimeout: 10 * secondMs, socketTimeout: 20 * secondMs };
  const transport = createTransport({ url, requireTLS: environment() !== "sandbox", tls: { minVersion: "TLSv1.2" }, ...timeouts });
  try {
    const headers = { "Auto-Submitted": "auto-generated", ...(stopUrl ? oneClick(stopUrl) : {}) };
    await transport.sendMail({
      from,
      ...letter,
      messageId: `<${id}@${senderHost(from)}>`,
      headers,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } finally {
    transport.close();
  }
}

/** Whether trying again is useless: the server refuses the address or the message for good (a reply of 500 and above). */
export function refusedForGood(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !("code" in thrown) || !("responseCode" in thrown)) return false;
  return (thrown.code === "EENVELOPE" || thrown.code === "EMESSAGE") && Number(thrown.responseCode) >= 500;
}
