import Stripe from "stripe";
import { z } from "zod";

const soundAnswer = z.looseObject({ object: z.string() });
const refusal = z.looseObject({ error: z.unknown() });
const list = z.looseObject({ object: z.literal("list"), data: z.array(z.unknown()) });

/** The last steps of paths that answer a list; every other path that is read ends in the id of what it answers. */
const collections = new Set([
  "customers",
  "sessions",
  "subscriptions",
  "invoiceitems",
  "invoices",
  "lines",
  "charges",
  "credit_notes",
  "events",
]);

/** Whether an answer is what was read: the list, or the object of that id. */
function isWhatWasRead(path: string, answer: unknown): boolean {
  const last = new URL(path, "https://api.stripe.com").pathname.split("/").at(-1) ?? "";
  if (collections.has(last)) return list.safeParse(answer).success;
  return z.looseObject({ id: z.literal(decodeURIComponent(last)) }).safeParse(answer).success;
}

/**
 * The SDK's own HTTP client, which lets through only what Stripe can have meant: an error in Stripe's shape, or one of its objects under a
 * status of success, and for what is read the very thing that was asked for. The SDK alone takes a 404 or a 500 without an `error` in it, or
 * another object than the one of the path, for a result; here it throws a StripeAPIError, as after a truncated answer.
 */
export function strictAnswers() {
  const client = Stripe.createNodeHttpClient();
  const makeRequest = client.makeRequest.bind(client);
  client.makeRequest = async (...request) => {
    const [, , path, method] = request;
    const response = await makeRequest(...request);
    const toJson = response.toJSON.bind(response);
    response.toJSON = async () => {
      const answer: unknown = await toJson();
      if (refusal.safeParse(answer).success) return answer;
      const isSound = response.getStatusCode() < 300 && soundAnswer.safeParse(answer).success;
      if (!isSound || (method === "GET" && !isWhatWasRead(path, answer)))
        throw new Error("Stripe's answer is neither what was asked for nor an error");
      return answer;
    };
    return response;
  };
  return client;
}
