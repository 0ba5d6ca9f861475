import type { Parsed } from "./parse-sources";

/** What the check from outside may share with the service that it checks (decision 091), besides types. */
const shared = ["lib/policy/try-logins"];
const isVerifier = (path: string) => /^scripts\/policy-verify(\.ts$|\/)/.test(path);
const isOwn = (target: string) => target.startsWith("scripts/");

/** Where the check from outside takes a judgement from the service's own code. */
export function sharedJudgements(files: Parsed[]): string[] {
  return files
    .filter(({ path }) => isVerifier(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target, typeOnly }) => target !== null && !typeOnly && !isOwn(target) && !shared.includes(target.replace(/\.ts$/, "")))
        .map(({ specifier, line }) => `${path}:${line}: the check from outside may not share ${specifier}`),
    );
}
