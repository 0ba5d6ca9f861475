import { createHmac, randomBytes } from "node:crypto";
import { beside, type Figure } from "@/bench/measure";
import type { Bench } from "@/bench/open-bench";
import { superuserOf } from "@/scripts/world/superuser";

const newEventId = () => `evt_${randomBytes(12).toString("hex")}`;

/** Taking in one of Stripe's events (signature, shape, one row, the answer) beside one bare insert of the same row. */
export async function webhooks({ world }: Bench): Promise<Figure> {
  const secret = world.settings.web.STRIPE_WEBHOOK_SECRETS?.split(",")[0] ?? "";
  const take = async () => {
    const created = Math.floor(Date.now() / 1000);
    const object = { object: "invoice", id: "in_bench", customer: "cus_bench" };
    const payload = JSON.stringify({ id: newEventId(), object: "event", type: "invoice.paid", created, livemode: false, data: { object } });
    const digest = createHmac("sha256", secret).update(`${created}.${payload}`).digest("hex");
    const headers = { "content-type": "application/json", "stripe-signature": `t=${created},v1=${digest}` };
    const answer = await fetch(`${world.web}/api/stripe/webhook`, { method: "POST", headers, body: payload });
    if (!answer.ok) throw new Error(`the intake answered ${answer.status}`);
    await answer.arrayBuffer();
  };
  const sql = superuserOf(world, 1);
  try {
    const insert = () => sql`
      insert into stripe_events (id, type, customer_id, created_at, received_at)
      values (${newEventId()}, 'invoice.paid', 'cus_bench', ${new Date()}, ${new Date()})`;
    return await beside("take in one of Stripe's events", take, "one bare insert of its row", insert, { runs: 5, times: 200 });
  } finally {
    await sql.end();
  }
}
