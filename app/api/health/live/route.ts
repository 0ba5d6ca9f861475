/** Whether this process answers at all. */
export function GET(): Response {
  return Response.json({ live: true });
}
