import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { now } from "@/lib/base/clock";
import { readReportFromOutside } from "@/lib/oversight/public-reports/list";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, titleFor } from "@/lib/web/session";
import { findOrMissing } from "../../../find-or-missing";
import { OutsideCard } from "../outside-card";
import { outsideShape } from "../shape";

export const generateMetadata = () => titleFor("reports.read", "Report from outside");

export default async function OutsideReportPage({ params }: { params: Promise<{ id: string }> }) {
  const staff = await requireStaff("reports.read");
  const [report, zone] = await Promise.all([findOrMissing(staff, (await params).id, readReportFromOutside), readTimeZone(staff.accountId)]);
  return (
    <Stack>
      <PageHeader
        title="Report from outside"
        lead={
          <p>
            One of the <TextLink href={outsideShape.path}>reports from outside</TextLink>. What it says may be untrue, and a link in it may
            be a trap.
          </p>
        }
      />
      <OutsideCard report={report} zone={zone} role={staff.role} now={now()} />
    </Stack>
  );
}
