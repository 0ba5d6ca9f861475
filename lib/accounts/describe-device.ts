import Bowser from "bowser";

const longest = 500;

/** A browser as a person knows it, such as "Firefox on Linux", from what it calls itself. Only this is kept of the user agent. */
export function describeDevice(userAgent: string | null): string {
  if (!userAgent) return "Unknown device";
  const { browser, os } = Bowser.parse(userAgent.slice(0, longest));
  const named = [browser.name, os.name].filter((name) => name !== undefined && name !== "");
  return named.length === 0 ? "Unknown device" : named.join(" on ");
}
