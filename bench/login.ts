import { hash } from "@node-rs/argon2";
import { beside, type Figure } from "@/bench/measure";
import type { Bench } from "@/bench/open-bench";
import { parameters } from "@/lib/passwords/hash-password";
import { Visitor } from "@/scripts/demo/visitor";

/** A whole login by the form (throttle, verification, session, first page) beside one bare argon2id hash with the same parameters. */
export async function login({ world, account }: Bench): Promise<Figure> {
  const visitor = new Visitor(world.web);
  const form = await visitor.open("/login");
  const enter = async () => {
    const page = await new Visitor(world.web).submit(form, 'name="email"', account);
    if (!page.url.endsWith("/home")) throw new Error(`the login led to ${page.url} (${page.status})`);
  };
  return await beside("login, to the first page", enter, "one argon2id hash", () => hash(account.password, parameters), {
    runs: 5,
    times: 8,
  });
}
