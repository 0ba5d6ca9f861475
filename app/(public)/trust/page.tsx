import type { Metadata } from "next";
import { EmptyState } from "@/app/_ui/empty-state";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { environment } from "@/lib/base/env";
import { readTrust, type TrustedClause } from "@/lib/policy/read-trust";
import { policyInForce } from "@/lib/terms/policy";
import { History } from "./history";
import { OutcomeBadge } from "./outcome";

export const metadata: Metadata = {
  title: "Trust",
  description:
    "Every clause of the data security policy with how it stands at this moment, by what that is known, and how you can check it yourself.",
};

const zone = "UTC";

function ClauseRow({ clause, text, at }: { clause: TrustedClause; text: string; at: Date }) {
  return (
    <li className="grid gap-x-6 gap-y-2 py-4 sm:grid-cols-[minmax(0,1fr)_11rem]">
      <div className="grid gap-1.5">
        <p>
          <TextLink href={`/trust/${clause.clause}`}>Clause {clause.clause}</TextLink> {text}
        </p>
        <p className="text-sm text-soft">{clause.seen}</p>
      </div>
      <div className="grid content-start gap-1.5">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <OutcomeBadge result={clause.result} />
          <span className="text-sm text-soft">
            {clause.at ? <RelativeTime at={clause.at} now={at} zone={zone} /> : "not all looked at"}
          </span>
        </p>
        <History history={clause.history} />
      </div>
    </li>
  );
}

export default async function TrustPage() {
  const { clauses, statement, at } = await readTrust();
  const count = (result: TrustedClause["result"]) => clauses.filter((one) => one.result === result).length;
  const lookedAt = clauses.some((one) => one.checks.some((check) => check.at !== null));
  const byId = new Map(clauses.map((one) => [one.clause as string, one]));
  return (
    <Stack>
      <PageHeader
        title="Trust"
        lead={
          <p>
            Every clause of <TextLink href="/policy">the policy</TextLink>, with what our own programs see of it. They look every few
            minutes; what fails shows here within ten, unless its page says otherwise. What nobody can see, or nobody has shown, is not
            known, never green.
          </p>
        }
      />
      {lookedAt ? (
        <p className="text-lg font-semibold">
          {count("holds")} of {clauses.length} clauses hold, {count("fails")} {count("fails") === 1 ? "fails" : "fail"}, {count("unknown")}{" "}
          not known.
        </p>
      ) : (
        <EmptyState title="Not yet looked at">The service has just started. The first looks are made within a minute or two.</EmptyState>
      )}
      {environment() === "sandbox" ? (
        <Notice tone="info" title="This is a sandbox">
          Everything here runs on one machine under a shared user: the website could read the worker&apos;s keyring, which production does
          not let it start with. Its pages come over plain http on loopback.
        </Notice>
      ) : null}
      {policyInForce(at).sections.map((section) => {
        const rows = section.clauses.flatMap(({ id, text }) => {
          const clause = byId.get(id);
          return clause ? [<ClauseRow key={id} clause={clause} text={text} at={at} />] : [];
        });
        const stated = section.clauses.filter(({ id }) => !byId.has(id));
        return (
          <Section key={section.number} title={`${section.number}. ${section.title}`}>
            {rows.length > 0 ? <ul className="divide-y divide-line [&>li:first-child]:pt-0">{rows}</ul> : null}
            {stated.map(({ id, text }) => (
              <p key={id}>
                <TextLink href={`/trust/${id}`}>Clause {id}</TextLink> {text}{" "}
                <span className="text-soft">It states, and promises nothing to look at.</span>
              </p>
            ))}
          </Section>
        );
      })}
      <Section title="What the vault gives, and what not">
        <p>
          A stolen main database, or that and a snapshot of the website&apos;s memory and disk, yields no platform login. Control of the
          running website can alter the form and capture what is typed meanwhile; control of the worker can open what it may open.
        </p>
      </Section>
      <Section title="Do not trust, verify">
        <p>
          The worker signs what you see here, each statement chained to the one before.{" "}
          {statement ? (
            <>
              <TextLink href={`/api/trust/${statement.sequence}`}>Statement {statement.sequence}</TextLink> was signed{" "}
              <RelativeTime at={statement.signedAt} now={at} zone={zone} />;{" "}
            </>
          ) : (
            "None has been signed yet; "
          )}
          the newest is always at <TextLink href="/api/trust">/api/trust</TextLink>, the public keys at{" "}
          <TextLink href="/.well-known/jwks.json">/.well-known/jwks.json</TextLink>. Keep one, and hold us to it later. Besides:{" "}
          <TextLink href="/trust/data">what is kept</TextLink>, column by column, and{" "}
          <TextLink href="/trust/processors">who processes data for us</TextLink>.
        </p>
      </Section>
    </Stack>
  );
}
