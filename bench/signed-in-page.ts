import { beside, type Figure } from "@/bench/measure";
import type { Bench } from "@/bench/open-bench";

/** A signed-in page (session read, account's rows read, rendered) beside the emptiest dynamic page that the application has. */
export async function signedInPage({ world, member }: Bench): Promise<Figure> {
  const get = async (path: string, signedIn: boolean) => {
    const page = signedIn
      ? await member.open(path)
      : await fetch(`${world.web}${path}`).then(async (reply) => ({ status: reply.status, html: await reply.text() }));
    if (page.status !== 200) throw new Error(`${path} answered ${page.status}`);
  };
  return await beside(
    "/home, signed in",
    () => get("/home", true),
    "/login, signed out",
    () => get("/login", false),
    { runs: 5, times: 20 },
  );
}
