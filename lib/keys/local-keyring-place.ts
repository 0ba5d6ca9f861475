import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

/** The directory itself, symbolic links resolved, and those above it; what is not there yet is looked for above. */
function placesOf(dir: string): string[] {
  let there = path.resolve(dir);
  while (!existsSync(there)) there = path.dirname(there);
  const places: string[] = [];
  for (let place = realpathSync(there); !places.includes(place); place = path.dirname(place)) places.push(place);
  return places;
}

function isThisRepository(place: string): boolean {
  try {
    const { name } = JSON.parse(readFileSync(path.join(place, "package.json"), "utf8")) as { name?: unknown };
    return name === "holdfast";
  } catch {
    return false;
  }
}

/**
 * Keys do not lie where copies are made of: in the program's own directory, which is published and deployed, or in PostgreSQL's data,
 * whose backup would then open itself. Nor where anyone could put another directory in their place.
 * @param dir where a keyring is, or is about to be made.
 * @throws Error that names the place and says what to do.
 */
export function assertKeyringPlace(dir: string): void {
  const remedy = "Move the keyring to a directory of its own, such as /var/lib/holdfast/keyring, and name it in KEYRING_DIR.";
  const keyring = path.resolve(dir);
  for (const place of placesOf(dir)) {
    if (isThisRepository(place)) throw new Error(`The keyring at ${keyring} lies inside Holdfast's own directory ${place}. ${remedy}`);
    if (existsSync(path.join(place, "PG_VERSION")))
      throw new Error(`The keyring at ${keyring} lies inside PostgreSQL's data directory ${place}. ${remedy}`);
    const { mode } = statSync(place);
    if ((mode & 0o002) !== 0 && (mode & 0o1000) === 0)
      throw new Error(
        `The keyring at ${keyring} lies under ${place}, which every user can change (mode ${(mode & 0o7777).toString(8)}). ` +
          `Take that right away: chmod o-w ${place}`,
      );
  }
}
