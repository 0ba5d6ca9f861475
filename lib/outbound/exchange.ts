import type { ClientRequest, IncomingMessage } from "node:http";
import { OutboundError } from "@/lib/outbound/outbound-error";

export interface OutboundReply {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
}

interface Bounds {
  /** What an error calls the destination. */
  name: string;
  /** Ends the call whatever it is doing: resolving, connecting, sending or reading. */
  deadline: AbortSignal;
  mostBytes: number;
}

/**
 * Sends a prepared call and reads its whole reply as UTF-8. What goes past a bound, comes compressed (nothing here asks for that, and
 * its true size would be unknown) or breaks off ends the connection with it.
 * @throws OutboundError
 */
export function exchange(call: ClientRequest, body: string | undefined, { name, deadline, mostBytes }: Bounds): Promise<OutboundReply> {
  return new Promise((resolve, reject) => {
    // Once over, the connection may be another call's: nothing here touches it again.
    let isOver = false;
    const end = (finish: () => void) => {
      if (isOver) return;
      isOver = true;
      deadline.removeEventListener("abort", atDeadline);
      finish();
    };
    const failWith = (error: OutboundError) =>
      end(() => {
        reject(error);
        call.destroy();
      });
    const fail = (why: string) => failWith(new OutboundError("failed", name, why));
    const atDeadline = () => fail("timeout");
    if (deadline.aborted) atDeadline();
    deadline.addEventListener("abort", atDeadline);
    call.on("error", (error: NodeJS.ErrnoException) =>
      error instanceof OutboundError ? failWith(error) : fail(error.code ?? "connection"),
    );
    // An offer to change the protocol ends in this alone.
    const atClose = () => fail("connection");
    call.on("close", atClose);
    call.on("response", (reply) => {
      call.off("close", atClose);
      reply.on("error", () => fail("broken_off"));
      if ((reply.headers["content-encoding"] ?? "identity") !== "identity") return fail("encoded");
      if (Number(reply.headers["content-length"] ?? 0) > mostBytes) return fail("too_large");
      const parts: Buffer[] = [];
      let bytes = 0;
      reply.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes > mostBytes) fail("too_large");
        else parts.push(part);
      });
      reply.on("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        end(() => resolve({ status: reply.statusCode ?? 0, headers: joined(reply), text }));
      });
    });
    call.end(body);
  });
}

function joined({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]));
}
