import Stripe from "stripe";
import { z } from "zod";

const soundAnswer = z.looseObject({ object: z.string() });
const refusal = z.looseObject({ error: z.unknown() });

/**
 * The SDK's own HTTP client, which lets through only what Stripe can have meant: an error in Stripe's shape, or one of its objects under a
 * status of success. The SDK alone takes a 404 or a 500 without an `error` in it for a result; here it throws, as after a truncated answer.
 */
export function strictAnswers() {
  const client = Stripe.createNodeHttpClient();
  const makeRequest = client.makeRequest.bind(client);
  client.makeRequest = async (...request) => {
    const response = await makeRequest(...request);
    const toJson = response.toJSON.bind(response);
    response.toJSON = async () => {
      const answer: unknown = await toJson();
      const isSound = response.getStatusCode() < 300 && soundAnswer.safeParse(answer).success;
      if (!isSound && !refusal.safeParse(answer).success) throw new Error("Stripe's answer is neither an object of its own nor an error");
      return answer;
    };
    return response;
  };
  return client;
}
