import { EmptyState } from "@/app/_ui/empty-state";
import { Section } from "@/app/_ui/section";
import { TextLink } from "@/app/_ui/text-link";
import type { Role } from "@/lib/accounts/permissions";
import type { ListedPublicReport } from "@/lib/oversight/public-reports/list";
import { OutsideCard } from "./outside/outside-card";
import { outsideShape } from "./outside/shape";

/** How many that wait are shown at once; the list has them all. */
export const mostWaiting = 20;

type Props = { reports: ListedPublicReport[]; zone: string; role: Role; now: Date };

/** Reports from anybody that are not closed, those that are due first. */
export function OutsideSection({ reports, ...rest }: Props) {
  return (
    <Section
      title="From outside"
      lead="Sent at /report, with an account or without. What they say may be untrue, and a link in it may be a trap."
    >
      {reports.length === 0 ? (
        <EmptyState title="None waits">
          Vulnerabilities and suspected accesses that anybody reports appear here, with their clock.
        </EmptyState>
      ) : null}
      {reports.map((report) => (
        <OutsideCard key={report.id} report={report} {...rest} />
      ))}
      <p>
        <TextLink href={outsideShape.path} alone>
          All reports from outside, closed ones too
        </TextLink>
      </p>
    </Section>
  );
}
