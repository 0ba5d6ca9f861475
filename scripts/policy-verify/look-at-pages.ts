import { fails, holds, missed, noted, type Observation, unless } from "./observation";
import type { Outsider } from "./outsider";
import { clauseIds } from "./unseen";

const textOf = (html: string) => html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, " ").replace(/<[^>]+>/g, " ");

/** That each clause stands in the published policy under its number, and that its price is the one that was committed to. */
export async function readPolicy({ ask }: Outsider): Promise<Observation[]> {
  const { status, body } = await ask("/policy");
  const missing = clauseIds
    .filter((id) => !body.includes(`id="clause-${id}"`))
    .map((id) => fails(id, `/policy (${status}) does not state it`));
  const text = textOf(body);
  const faults = ["$10.00", "$25.00"].filter((price) => !text.includes(price)).map((price) => `/policy does not name ${price}`);
  const stated = missing.length === 0 ? [holds("11", "it is stated in the published policy, and promises nothing else")] : [];
  return [
    ...missing,
    ...stated,
    unless(faults, holds("0.2", "the published policy names $10.00 a month and $25.00 for each accepted work order")),
  ];
}

/** RFC 9116: where to report, and until when that counts. */
export async function readSecurityTxt({ ask }: Outsider): Promise<Observation[]> {
  const { status, body } = await ask("/.well-known/security.txt");
  const expires = Date.parse(/^Expires:\s*(\S+)\s*$/im.exec(body)?.[1] ?? "");
  const faults: string[] = [];
  if (status !== 200) faults.push(`security.txt is not there (${status})`);
  else if (!/^Contact:\s*\S+/im.test(body)) faults.push("security.txt names no contact");
  else if (!(expires > Date.now())) faults.push("security.txt has run out, or does not say until when it counts");
  return [unless(faults, noted("8a", "security.txt says where to report, and counts still"))];
}

export async function openPages({ ask }: Outsider): Promise<Observation[]> {
  const [report, status, data] = [await ask("/report"), await ask("/status"), await ask("/trust/data")];
  return [
    unless(
      report.status === 200 && /<form\b/.test(report.body) ? [] : [`/report (${report.status}) has no form`],
      holds("10c", "anybody can report at /report, without an account"),
    ),
    unless(status.status === 200 ? [] : [`/status answered ${status.status}`], noted("8b", "incidents are published at /status")),
    unless(data.status === 200 ? [] : [`/trust/data answered ${data.status}`], noted("7a", "what is kept is listed at /trust/data")),
  ];
}

/**
 * Clause 6a: hostile text in addresses comes back encoded or not at all, and breaks nothing. Without a slash in it, since an encoded one is
 * refused before the application sees it. Each page has to have answered as it does: a refusal of everything shows nothing.
 */
export async function sendHostileText({ ask }: Outsider): Promise<Observation[]> {
  const hostile = `"><script>probe()<img src=x onerror=probe()>'; drop table x; --`;
  const sent = encodeURIComponent(hostile);
  const places: [path: string, statuses: number[]][] = [
    [`/login?next=${sent}`, [200]],
    [`/login?error=${sent}`, [200]],
    [`/report/${sent}`, [200, 404]],
    [`/policy/${sent}`, [404]],
    [`/reset/${sent}`, [404, 410]],
    ["/%00", [400, 404]],
    ["/policy/%FF", [400, 404]],
  ];
  const [faults, odd]: [string[], string[]] = [[], []];
  for (const [path, statuses] of places) {
    const { status, body } = await ask(path);
    const name = path.split(/[?%]/)[0];
    if (status >= 500) faults.push(`${path} broke it (${status})`);
    else if (body.includes("<script>probe()") || body.includes("<img src=x")) faults.push(`${name} gives text back as markup`);
    else if (!statuses.includes(status)) odd.push(`${name} (${status})`);
  }
  const good = holds("6a", `hostile text in ${places.length} addresses broke nothing and came back as text or not at all`);
  return [unless(faults, odd.length > 0 ? missed("6a", `answered otherwise than they are: ${odd.join(", ")}`) : good)];
}
