/**
 * The user names that were typed into this page, by connection. They are sealed with the login, so neither the website nor its database
 * can give one back: it is kept in this tab's memory alone, for a login that is refused, and is gone when the page is loaded anew.
 */
const names = new Map<string, string>();

export function keepTypedName(connectionId: string, kind: string, name: string): void {
  names.set(`${connectionId} ${kind}`, name);
}

/** What was typed before; empty when nothing was. */
export function typedName(connectionId: string, kind: string): string {
  return names.get(`${connectionId} ${kind}`) ?? "";
}
