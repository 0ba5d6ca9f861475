/** A form as a page renders it: where it goes and what it carries before anyone types. */
export interface RenderedForm {
  action: string;
  method: string;
  fields: [name: string, value: string][];
  html: string;
}

export interface Page {
  url: string;
  status: number;
  html: string;
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'", nbsp: " " };
const decode = (text: string) => text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(tag);
  return found ? decode(found[1] ?? "") : null;
}

function fieldsOf(form: string): [string, string][] {
  const fields: [string, string][] = [];
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, "name");
    const type = attribute(tag, "type");
    const unticked = (type === "checkbox" || type === "radio") && attribute(tag, "checked") === null;
    if (name && !unticked && type !== "submit") fields.push([name, attribute(tag, "value") ?? (type === "checkbox" ? "on" : "")]);
  }
  for (const [, tag = "", options = ""] of form.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)) {
    const name = attribute(tag, "name");
    const all = [...options.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const chosen = all.find((option) => attribute(option, "selected") !== null) ?? all[0];
    if (name && chosen) fields.push([name, attribute(chosen, "value") ?? ""]);
  }
  return fields;
}

/** Every form of a page, in order. */
export function formsOf(page: Page): RenderedForm[] {
  return [...page.html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/g)].map(([html, tag = ""]) => ({
    action: attribute(tag, "action") || page.url,
    method: (attribute(tag, "method") ?? "post").toLowerCase(),
    fields: fieldsOf(html),
    html,
  }));
}

/** What a person reads on a page: its text without markup, with white space folded. */
export function textOf(page: Page): string {
  return decode(page.html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, " ").replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ");
}

/**
 * A browser without JavaScript: keeps cookies, follows redirects, and posts the forms that pages render with their own hidden fields
 * and an Origin, as a person's browser does.
 */
export class Visitor {
  private readonly cookies = new Map<string, string>();
  private readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  get signedIn(): boolean {
    return [...this.cookies.keys()].some((name) => name.includes("session"));
  }

  private keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";");
      const at = pair.indexOf("=");
      const gone = attributes.some((it) => /^\s*max-age=0\s*$/i.test(it)) || pair.length === at + 1;
      if (gone) this.cookies.delete(pair.slice(0, at).trim());
      else this.cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1));
    }
  }

  private async send(url: string, init: RequestInit, hops = 0): Promise<Page> {
    const own = new URL(url).origin === this.origin;
    const headers = new Headers(init.headers);
    if (own && this.cookies.size > 0) headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    if (own) this.keepCookies(response);
    const location = response.headers.get("location");
    if (location && response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      if (hops > 8) throw new Error(`too many redirects at ${url}`);
      return await this.send(new URL(location, url).href, {}, hops + 1);
    }
    return { url, status: response.status, html: await response.text() };
  }

  /** Opens a page of the service, or any absolute address, following redirects. */
  async open(path: string): Promise<Page> {
    return await this.send(new URL(path, this.origin).href, {});
  }

  /** Fills in the form whose markup contains `mark`, and sends it. `given` adds to, or replaces, the form's own fields. */
  async submit(page: Page, mark: string, given: Record<string, string | string[]> = {}): Promise<Page> {
    const form = formsOf(page).find((it) => it.html.includes(mark));
    if (!form) throw new Error(`no form with "${mark}" on ${new URL(page.url).pathname} (status ${page.status})`);
    const body = new FormData();
    for (const [name, value] of form.fields) if (!(name in given)) body.append(name, value);
    for (const [name, value] of Object.entries(given)) for (const each of [value].flat()) body.append(name, each);
    const url = new URL(form.action, page.url);
    const encoded = url.origin === this.origin ? body : new URLSearchParams([...body].map(([name, value]) => [name, String(value)]));
    return await this.send(url.href, { method: "POST", body: encoded, headers: { origin: this.origin } });
  }
}
