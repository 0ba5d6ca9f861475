import { parse } from "bowser";

const longest = 500;
/** What names of browsers and systems are made of. Whatever else a client calls itself would go into pages and mails. */
const plainName = /^[\w .+()-]{1,40}$/;

/** A browser as a person knows it, such as "Firefox on Linux", from what it calls itself. Only this is kept of the user agent. */
export function describeDevice(userAgent: string | null): string {
  if (!userAgent) return "Unknown device";
  const { browser, os } = parse(userAgent.slice(0, longest));
  const named = [browser.name, os.name].filter((name) => name !== undefined && plainName.test(name));
  return named.length === 0 ? "Unknown device" : named.join(" on ");
}
