import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

export type MailServer = {
  url: string;
  /** What was accepted, oldest first. */
  letters: { to: string; mail: Email }[];
  /** Answers every recipient with this reply code until it is set to null. */
  refuseWith: (code: number | null) => void;
  close: () => Promise<void>;
};

/** A mail server of a test's own, which can be made to refuse. */
export async function startMailServer(): Promise<MailServer> {
  const letters: MailServer["letters"] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: (_, __, done) => done(refusal === null ? null : Object.assign(new Error("not now"), { responseCode: refusal })),
    onData: async (stream, session, done) => {
      const mail = await PostalMime.parse(await buffer(stream));
      letters.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(","), mail });
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    letters,
    refuseWith: (code) => {
      refusal = code;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
