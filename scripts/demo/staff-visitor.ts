import { Secret, TOTP } from "otpauth";
import { Visitor } from "@/scripts/demo/visitor";
import type { World } from "@/scripts/world/start-world";

/** The owner of a world, logged in with password and authenticator as a person without JavaScript is. */
export async function visitAsOwner(world: Pick<World, "web" | "accounts">): Promise<Visitor> {
  const { owner } = world.accounts;
  if (!owner) throw new Error("the world has no owner to log in as");
  const visitor = new Visitor(world.web);
  const asked = await visitor.submit(await visitor.open("/login"), 'name="email"', { email: owner.email, password: owner.password });
  const code = new TOTP({ secret: Secret.fromBase32(owner.totpSecret) }).generate();
  const page = await visitor.submit(asked, 'value="totp"', { code });
  if (page.status !== 200 || new URL(page.url).pathname.startsWith("/login")) throw new Error(`the owner could not log in: ${page.status}`);
  return visitor;
}
