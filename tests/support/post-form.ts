import { formsOf, type RenderedForm } from "@/scripts/demo/visitor";

/** A form as it came with a page, to be sent now or later, by whomever. */
export interface OpenForm extends RenderedForm {
  web: string;
  path: string;
}

interface Opening {
  /** The web that serves it, such as http://localhost:3000. */
  web: string;
  path: string;
  /** A text that only the wanted form's markup contains. */
  mark: string;
  cookie?: string;
}

type Fields = Record<string, string>;
interface Sending {
  cookie?: string;
  headers?: Record<string, string>;
}

const withCookie = (cookie: string | undefined): Record<string, string> => (cookie ? { cookie } : {});

export async function openForm({ web, path, mark, cookie }: Opening): Promise<OpenForm> {
  const response = await fetch(`${web}${path}`, { headers: withCookie(cookie), redirect: "manual" });
  const form = formsOf({ url: `${web}${path}`, status: response.status, html: await response.text() }).find(({ html }) =>
    html.includes(mark),
  );
  if (!form) throw new Error(`no form with "${mark}" on ${path} (status ${response.status})`);
  return { ...form, web, path };
}

/** Sends a form as a browser without JavaScript would, and gives the very answer: no redirect is followed. */
export async function sendForm(form: OpenForm, fields: Fields = {}, { cookie, headers = {} }: Sending = {}): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of form.fields) if (!(name in fields)) body.append(name, value);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return await fetch(new URL(form.action, `${form.web}${form.path}`), {
    method: "POST",
    body,
    headers: { origin: form.web, ...headers, ...withCookie(cookie) },
    redirect: "manual",
  });
}

/** The login form, filled in. `cookie` is what the browser brings along to it. */
export async function postLogin(
  web: string,
  { email, password, next }: { email: string; password: string; next?: string },
  sending: Sending = {},
): Promise<Response> {
  const form = await openForm({ web, path: "/login", mark: 'name="password"' });
  return await sendForm(form, { email, password, ...(next ? { next } : {}) }, sending);
}

/** The `Set-Cookie` line of the session, whole. */
export function sessionCookieLine(response: Response): string | undefined {
  return response.headers.getSetCookie().find((line) => line.startsWith("__Host-holdfast-session="));
}

/** Logs someone in and gives what to send as `Cookie`. */
export async function logInCookie(web: string, login: { email: string; password: string }): Promise<string> {
  const response = await postLogin(web, login);
  const line = sessionCookieLine(response);
  if (!line) throw new Error(`no session came from the login (status ${response.status})`);
  return line.slice(0, line.indexOf(";"));
}
