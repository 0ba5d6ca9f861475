import { describeError, log } from "@/lib/base/log";

const mostBytes = 512 * 1024;

/** What a webhook's handler gets besides body and signature: the path's parameters, and the other headers by name. */
export interface WebhookContext {
  params: Record<string, string>;
  header: (name: string) => string | null;
}

/** The header that carries a sender's signature: always the same, or by the path's parameters; null where nobody is heard. */
type SignatureHeader = string | ((params: Record<string, string>) => string | null);

/**
 * A route for a sender that signs what it posts. Hands the raw body and the named header to `work`, which verifies before it believes
 * anything. A throw becomes a 500, so that the sender delivers again.
 */
export function signedWebhook(
  signedIn: SignatureHeader,
  work: (rawBody: string, signature: string, context: WebhookContext) => Promise<Response>,
) {
  return async (request: Request, { params: given }: { params: Promise<Record<string, string>> }): Promise<Response> => {
    const params = await given;
    const header = typeof signedIn === "string" ? signedIn : signedIn(params);
    const signature = header === null ? "" : request.headers.get(header);
    if (header !== null && !signature) return Response.json({ error: `The ${header} header is missing.` }, { status: 400 });
    const bytes = Buffer.from(await request.arrayBuffer());
    if (bytes.length > mostBytes) return Response.json({ error: "The body is too large." }, { status: 413 });
    // Signatures are over bytes: a text that does not stand for just these bytes is none that could be verified.
    const rawBody = bytes.toString("utf8");
    if (!Buffer.from(rawBody).equals(bytes)) return Response.json({ error: "The body is not UTF-8." }, { status: 400 });
    try {
      const answer = await work(rawBody, signature ?? "", { params, header: (name) => request.headers.get(name) });
      if (!answer.ok) log.warn("webhook refused", { header, status: answer.status });
      return answer;
    } catch (thrown) {
      log.error("webhook failed", { header, ...describeError(thrown) });
      return Response.json({ error: "Not recorded; deliver it again." }, { status: 500 });
    }
  };
}
