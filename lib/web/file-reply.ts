/** A text as a file to save, which no cache keeps. @param name of letters, digits, dots and hyphens. */
export function fileReply(text: string, { type, name }: { type: string; name: string }): Response {
  const headers = {
    "content-type": `${type}; charset=utf-8`,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "no-store",
  };
  return new Response(text, { headers });
}
