import { randomBytes } from "node:crypto";
import { z } from "zod";
import { Failure } from "@/scripts/failure";

type Password = { username: string; password: string };
/** A login of each of the sandbox's platforms. `seat`: what Field Nation's delegated seat is connected with instead of a password. */
export type PlatformLogins = { "field-nation": Password & { seat: { userId: number; token: string } }; "service-channel": Password };

const made = { user: z.object({ id: z.number() }), seat: z.object({ token: z.string() }) };

/**
 * Makes logins on the sandbox's platforms that nobody has connected yet, for whoever redeems this start's invite: two members over one
 * login would take orders from each other. Those of earlier starts go on working.
 */
export async function seedPlatformLogins(control: string): Promise<PlatformLogins> {
  async function post<Answer>(path: string, body: object, answer: z.ZodType<Answer>): Promise<Answer> {
    const reply = await fetch(`${control}${path}`, { method: "POST", body: JSON.stringify(body) });
    if (!reply.ok) throw new Failure(`The sandbox's control address answered ${reply.status} to ${path}: ${await reply.text()}`);
    return answer.parse(await reply.json());
  }
  const newLogin = (name: string): Password => ({
    username: `${name}-${randomBytes(3).toString("hex")}`,
    password: randomBytes(12).toString("base64url"),
  });
  const [technician, provider] = [newLogin("technician"), newLogin("provider")];
  const { id: userId } = await post("/__users", technician, made.user);
  const { token } = await post("/__seats", { actsFor: [userId] }, made.seat);
  await post("/__users", provider, made.user);
  return { "field-nation": { ...technician, seat: { userId, token } }, "service-channel": provider };
}
