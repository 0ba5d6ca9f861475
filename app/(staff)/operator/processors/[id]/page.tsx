import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { calledProcessors } from "@/lib/oversight/processors/called";
import { findListedProcessor } from "@/lib/oversight/processors/list";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, titleFor } from "@/lib/web/session";
import { findOrMissing } from "../../find-or-missing";
import { processorsShape } from "../shape";
import { StateBadge } from "../state-badge";
import { ProcessorCard } from "./processor-card";

export const generateMetadata = () => titleFor("processors.read", "Processor");

export default async function ProcessorPage({ params }: { params: Promise<{ id: string }> }) {
  const staff = await requireStaff("processors.read");
  const [of, zone] = await Promise.all([findOrMissing(staff, (await params).id, findListedProcessor), readTimeZone(staff.accountId)]);
  return (
    <Stack>
      <PageHeader
        title={of.name}
        lead={
          <p>
            An entry of the <TextLink href={processorsShape.path}>register of processors</TextLink>.
          </p>
        }
        actions={<StateBadge of={of} />}
      />
      <ProcessorCard
        of={of}
        isCalled={calledProcessors.some(({ code }) => code === of.code)}
        mayWrite={may(staff.role, "processors.write")}
        zone={zone}
      />
    </Stack>
  );
}
