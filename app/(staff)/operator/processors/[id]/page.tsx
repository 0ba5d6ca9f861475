import { notFound } from "next/navigation";
import { z } from "zod";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { AppError } from "@/lib/base/errors";
import { calledProcessors } from "@/lib/oversight/processors/called";
import { findListedProcessor, type ListedProcessor } from "@/lib/oversight/processors/list";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, type StaffSession, staffActor, titleFor } from "@/lib/web/session";
import { processorsShape } from "../shape";
import { StateBadge } from "../state-badge";
import { ProcessorCard } from "./processor-card";

export const generateMetadata = () => titleFor("processors.read", "Processor");

async function find(staff: StaffSession, id: string): Promise<ListedProcessor> {
  const parsed = z.uuid().safeParse(id);
  if (!parsed.success) notFound();
  return await findListedProcessor(staffActor(staff), parsed.data).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.refusal === "not_found") notFound();
    throw thrown;
  });
}

export default async function ProcessorPage({ params }: { params: Promise<{ id: string }> }) {
  const staff = await requireStaff("processors.read");
  const [of, zone] = await Promise.all([find(staff, (await params).id), readTimeZone(staff.accountId)]);
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
