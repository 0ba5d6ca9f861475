import { z } from "zod";
import { Card } from "@/app/_ui/card";
import { contactReasonNames } from "@/app/_ui/contact-reasons";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { contactReasons, lookAtContact, type SeenContact } from "@/lib/accounts/look-at-contact";
import { AppError } from "@/lib/base/errors";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { missing, requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { ReasonForm } from "../reason-form";

export const generateMetadata = () => titleFor("members.contact", "How to reach a member");

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ reason?: string | string[] }> };

/** Says first why one looks; only then is anything shown. Each showing is one line that the member can read. */
export default async function ContactPage({ params, searchParams }: Props) {
  const staff = await requireStaff("members.contact");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) return await missing();
  const asked = (await searchParams).reason;
  const reason = contactReasons.find((known) => known === asked);
  const contact = reason
    ? await lookAtContact(staffActor(staff), id.data, reason).catch(async (thrown: unknown) => {
        if (thrown instanceof AppError && thrown.refusal === "not_found") return await missing();
        throw thrown;
      })
    : null;
  const zone = await readTimeZone(staff.accountId);
  return (
    <Stack>
      <PageHeader
        title="How to reach a member"
        lead="The name and phone number that they have given for when mail does not reach them. They see each look, with its reason."
      />
      {contact ? <Contact contact={contact} zone={zone} /> : <ReasonForm names={contactReasonNames} submit="Show how to reach them" />}
      <p>
        <TextLink href={`/operator/members/${id.data}`} alone>
          Back to the member
        </TextLink>
      </p>
    </Stack>
  );
}

function Contact({ contact: { email, name, phone, confirmedAt }, zone }: { contact: SeenContact; zone: string }) {
  return (
    <Card title={<span className="wrap-anywhere">{email}</span>} footer="This look is written in the member's log.">
      <DefinitionList
        items={[
          { term: "Name", detail: name ?? "not given" },
          {
            term: "Phone number",
            detail: phone ? (
              <a href={`tel:${phone.replace(/[^\d+]/g, "")}`} className="underline underline-offset-2">
                {phone}
              </a>
            ) : (
              "not given"
            ),
          },
          {
            term: "They last said that this is right",
            detail: confirmedAt ? <DateTime at={confirmedAt} zone={zone} /> : "never",
          },
        ]}
      />
    </Card>
  );
}
