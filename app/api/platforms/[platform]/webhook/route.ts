import { recordPlatformEvent } from "@/lib/orders/record-platform-event";
import { isPlatformId } from "@/lib/platforms/ids";
import { readMessage, takesMessages } from "@/lib/platforms/read-message";
import { signedWebhook } from "@/lib/web/webhook";

type Context = { params: Promise<{ platform: string }> };

/** Verifies, records that something changed for whom, answers; the worker asks the platform what it is. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { platform } = await params;
  if (!isPlatformId(platform) || !takesMessages(platform))
    return Response.json({ error: "No messages are taken from it." }, { status: 404 });
  const take = signedWebhook("x-fn-signature", async (rawBody) => {
    const message = readMessage(platform, { rawBody, header: (name) => request.headers.get(name) });
    if (!message) return Response.json({ error: "The signature does not hold, or the message is not one." }, { status: 400 });
    await recordPlatformEvent(platform, message);
    return Response.json({ delivery: message.deliveryId });
  });
  return await take(request);
}
