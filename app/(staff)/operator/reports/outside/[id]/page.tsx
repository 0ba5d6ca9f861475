import { notFound } from "next/navigation";
import { z } from "zod";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { type ListedPublicReport, readReportFromOutside } from "@/lib/oversight/public-reports/list";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, type StaffSession, staffActor, titleFor } from "@/lib/web/session";
import { OutsideCard } from "../outside-card";
import { outsideShape } from "../shape";

export const generateMetadata = () => titleFor("reports.read", "Report from outside");

async function find(staff: StaffSession, id: string): Promise<ListedPublicReport> {
  const parsed = z.uuid().safeParse(id);
  if (!parsed.success) notFound();
  return await readReportFromOutside(staffActor(staff), parsed.data).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.refusal === "not_found") notFound();
    throw thrown;
  });
}

export default async function OutsideReportPage({ params }: { params: Promise<{ id: string }> }) {
  const staff = await requireStaff("reports.read");
  const [report, zone] = await Promise.all([find(staff, (await params).id), readTimeZone(staff.accountId)]);
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
