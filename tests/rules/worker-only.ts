import type { Parsed } from "./parse-sources";
import { reachedFrom } from "./reach";

/** Modules that may be in the worker's process and not in web's: what opens credentials or calendars' addresses, what holds or makes their keys, and what reads strangers' calendars. */
export const workerOnly =
  /^lib\/(vault\/(open|make|rotate|destroy)|keys\/(local-keyring|make-keyring|key-provider|provider|pkcs11|root-key|order-ids|open-address)|audit\/(sign-checkpoint|bury-lines|keep-log)|schedule\/(fetch-calendar|download-feed|feed-thread|read-feed|expand-event|feed-zones))/;

/** The module without which a worker cannot open a credential: a bundle that lacks it was not the worker's. */
export const openingModule = /^lib\/vault\/open/;

/** What Next builds and serves, and the entry around it. */
export function isWebEntry(path: string): boolean {
  return path.startsWith("app/") || /^(middleware|server|instrumentation(-client)?)\.ts$/.test(path);
}

/** Worker-only modules that web's sources reach, each with the chain of imports. */
export function leakedToWeb(files: Parsed[]): string[] {
  const entries = files.map(({ path }) => path).filter(isWebEntry);
  return reachedFrom(entries, files)
    .filter(({ path }) => workerOnly.test(path))
    .map(({ by }) => by.join(" > "));
}

/** Node's own modules that middleware reaches: the edge runtime has none of them. */
export function nodeInMiddleware(files: Parsed[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return reachedFrom(
    files.map(({ path }) => path).filter((path) => path === "middleware.ts"),
    files,
  ).flatMap(({ path, by }) =>
    (byPath.get(path)?.imports ?? [])
      .filter(({ specifier, typeOnly }) => specifier.startsWith("node:") && !typeOnly)
      .map(({ specifier }) => `${by.join(" > ")} imports ${specifier}`),
  );
}
