import { holds, missed, noted, type Observation, unless } from "./observation";
import type { Outsider } from "./outsider";

/** Pages that anybody may read, which set no cookie; and where the log-in begins, which may. */
const publicPages = ["/", "/policy", "/status", "/report"];
const beforeLogin = ["/login", "/api/auth/csrf", "/api/auth/signout"];

function weakness(line: string): string[] {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const name = pair.slice(0, pair.indexOf("="));
  const has = (wanted: RegExp) => attributes.some((attribute) => wanted.test(attribute));
  return [
    ...(has(/^HttpOnly$/i) ? [] : [`${name} can be read by scripts`]),
    ...(has(/^Secure$/i) ? [] : [`${name} is not Secure`]),
    ...(has(/^SameSite=(Lax|Strict)$/i) ? [] : [`${name} is sent along from other sites`]),
    ...(has(/^Domain=/i) ? [`${name} is given to other hosts`] : []),
  ];
}

/** Clause 4b: each cookie that a visitor gets is HTTP-only, secure, of one host and one site. The session's own comes with an account alone. */
export async function lookAtCookies({ ask }: Outsider): Promise<Observation[]> {
  const given: string[] = [];
  const [faults, absent]: [string[], string[]] = [[], []];
  for (const path of [...publicPages, ...beforeLogin]) {
    const { status, headers } = await ask(path);
    const lines = headers["set-cookie"] ?? [];
    if (status >= 400) absent.push(`${path} (${status})`);
    if (publicPages.includes(path) && lines.length > 0) faults.push(`${path} sets a cookie on anybody who reads it`);
    given.push(...lines);
  }
  faults.push(...new Set(given.flatMap(weakness)));
  const names = new Set(given.map((line) => line.split("=", 1)[0]));
  if (absent.length > 0) return [unless(faults, missed("4b", `not there: ${absent.join(", ")}`))];
  if (names.size === 0) return [unless(faults, noted("4b", "visitors get no cookie at all"))];
  return [
    unless(
      faults,
      holds(
        "4b",
        `the ${names.size} that come before a login (${[...names].join(", ")}) are HTTP-only, secure and of this site; the session's own comes with an account`,
      ),
    ),
  ];
}
