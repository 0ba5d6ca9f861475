import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import type { Store } from "@/sandbox/base/store";
import { keepMessage } from "@/sandbox/mail/messages";

const maximumMailBytes = 2_000_000;

/** Accepts any mail on 127.0.0.1, with any login or none, and answers "accepted" only once it is stored. */
export async function catchMail(store: Store, port: number) {
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    size: maximumMailBytes,
    closeTimeout: 100,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? "anyone" }),
    onData: async (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = { from: mailFrom ? mailFrom.address : "", to: rcptTo.map((recipient) => recipient.address) };
      try {
        await keepMessage(store, envelope, await buffer(stream));
      } catch {
        return done(new Error("the mail could not be stored"));
      }
      return done();
    },
  });
  server.on("error", () => process.stderr.write("sandbox: a mail connection failed\n"));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const at = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${at.port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
