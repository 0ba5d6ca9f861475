import { isReady } from "@/lib/web/readiness";

/** Whether this process can serve people now: 503 while its database does not answer. */
export async function GET(): Promise<Response> {
  const ready = await isReady();
  return Response.json({ ready }, { status: ready ? 200 : 503 });
}
