import { recordPlatformEvent } from "@/lib/orders/record-platform-event";
import { isPlatformId } from "@/lib/platforms/ids";
import { readMessage, signatureHeaderOf, takesMessages } from "@/lib/platforms/read-message";
import { signedWebhook } from "@/lib/web/webhook";

const signatureOf = ({ platform = "" }: Record<string, string>) => signatureHeaderOf(platform);

/** Verifies, records that something changed for whom, answers; the worker asks the platform what it is. */
export const POST = signedWebhook(signatureOf, async (rawBody, _signature, { params: { platform = "" }, header }) => {
  if (!isPlatformId(platform) || !takesMessages(platform))
    return Response.json({ error: "No messages are taken from it." }, { status: 404 });
  const message = readMessage(platform, { rawBody, header });
  if (!message) return Response.json({ error: "The signature does not hold, or the message is not one." }, { status: 400 });
  await recordPlatformEvent(platform, message);
  return Response.json({ delivery: message.deliveryId });
});
