import { TextLink } from "@/app/_ui/text-link";
import { policyBefore, policyInForce, policyVersions, takesEffect } from "@/lib/terms/policy";
import { longDate } from "./long-date";

/** Every version that was published, newest first, each with what changed by it. */
export function VersionList({ shown }: { shown: string }) {
  const current = policyInForce();
  return (
    <section aria-labelledby="versions" className="grid gap-3 print:hidden">
      <h2 id="versions" className="scroll-mt-6 border-b-2 border-kelp pb-2 text-xl">
        Versions
      </h2>
      <ul className="divide-y divide-line">
        {policyVersions.map((one) => {
          const before = policyBefore(one.version);
          const verb = takesEffect(one) > takesEffect(current) ? "takes effect on" : "took effect on";
          return (
            <li key={one.version} className="grid gap-0.5 py-2.5">
              <span>
                <span className="font-semibold tabular-nums">{one.version}</span> {verb} {longDate(one.effective)}
                {one.version === current.version ? ", and is in force" : ""}
              </span>
              <span className="flex flex-wrap gap-x-5">
                {one.version === shown ? (
                  <span className="text-soft">This is the one you are reading</span>
                ) : (
                  <TextLink href={`/policy/${one.version}`}>Read it</TextLink>
                )}
                {before ? (
                  <TextLink href={`/policy/changes/${before.version}/${one.version}`}>What changed from {before.version}</TextLink>
                ) : (
                  <span className="text-soft">The first version</span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
