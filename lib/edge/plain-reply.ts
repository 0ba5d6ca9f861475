const replies = {
  bad_request: { status: 400, title: "This request cannot be read", text: "Open the page again and retry." },
  foreign_origin: {
    status: 403,
    title: "This request did not come from a page of this site",
    text: "Nothing was changed. Open the page here, in this browser, and do it again.",
  },
  not_encrypted: {
    status: 403,
    title: "This site is reached over https alone",
    text: "Nothing was changed. Open its https address instead.",
  },
  blocked: {
    status: 403,
    title: "Requests from your network are not taken at the moment",
    text: "Too much that looked like an attack came from it, so it is shut out for a time. If that was not you, someone who shares the connection did it: use another one, such as a phone's, or write to the operator who invited you.",
  },
  not_found: {
    status: 404,
    title: "There is no page here",
    text: "The address may have a typing error, or what it led to is gone, or it belongs to another account.",
  },
  method_not_allowed: { status: 405, title: "This method is not used here", text: "Pages are read with GET and changed with POST." },
  too_slow: { status: 408, title: "The request took too long to arrive", text: "Check your connection and try again." },
  outdated: { status: 409, title: "This page has changed since it was opened", text: "Nothing was changed. Open it again and retry." },
  too_large: { status: 413, title: "The request is too large", text: "Nothing was changed. Send less at once." },
  expectation_failed: { status: 417, title: "This request expects what is not offered here", text: "Send it without an Expect header." },
  too_many: {
    status: 429,
    title: "Too many requests from your network",
    text: "Wait for a minute and try again. If you did not cause them, someone who shares your connection did.",
  },
  head_too_large: { status: 431, title: "The request's headers are too large", text: "Delete this site's cookies and try again." },
  broken: { status: 500, title: "Something went wrong", text: "It has been recorded. Try again in a minute." },
  busy: { status: 503, title: "Too much is going on at once", text: "Send it again later." },
} as const satisfies Record<string, { status: number; title: string; text: string }>;

/** A refusal that is made before, or without, the application: by the middleware and by web's entry. */
export type PlainRefusal = keyof typeof replies;

/** What is said where somebody else has refused, with this status. */
export function refusalFor(status: number): PlainRefusal {
  const known = (Object.keys(replies) as PlainRefusal[]).find((refusal) => replies[refusal].status === status);
  return known ?? (status < 500 ? "bad_request" : "broken");
}

export interface PlainReply {
  status: number;
  contentType: string;
  body: string;
}

/** What to answer: a small page where the client takes HTML, a line of text elsewhere. */
export function plainReply(refusal: PlainRefusal, accept: string | null | undefined): PlainReply {
  const { status, title, text } = replies[refusal];
  if (!accept?.includes("text/html")) return { status, contentType: "text/plain; charset=utf-8", body: `${title}. ${text}\n` };
  return { status, contentType: "text/html; charset=utf-8", body: page(refusal) };
}

/** A refusal's words as markup, to stand in a page. */
export function plainWords(refusal: PlainRefusal): string {
  const { title, text } = replies[refusal];
  return `<h1>${title}</h1><p>${text}</p><p><a href="/">Holdfast</a></p>`;
}

function page(refusal: PlainRefusal): string {
  const { title } = replies[refusal];
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Holdfast</title>`;
  return `<!doctype html>\n<html lang="en">${head}${plainWords(refusal)}</html>\n`;
}
