import type { Metadata } from "next";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { TextLink } from "@/app/_ui/text-link";
import { readUnsubscribe } from "@/lib/accounts/unsubscribe";
import { stopNames } from "@/lib/notices/stop-numbers";
import { DeadLink } from "../../dead-link";
import { stopMail } from "./actions";

export const metadata: Metadata = { title: "No more of this mail", robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** What the link in a mail's foot opens, whoever is logged in or nobody. Reading it changes nothing. */
export default async function UnsubscribePage({ params }: Props) {
  const { token } = await params;
  const link = readUnsubscribe(token);
  if (!link) {
    return (
      <DeadLink
        refusal="not_found"
        why="It is not a whole link from a mail of ours; perhaps the mail program has cut it. Open it from the mail again, or log in and choose under Settings, Notices."
        next={{ href: "/settings/notices", label: "Choose in the settings" }}
      />
    );
  }
  return (
    <NarrowPage
      title="No more of this mail?"
      lead={`The button stops mail about ${stopNames[link.kind]}. Everything else stays as it is.`}
      below={
        <p>
          You can have it again under <TextLink href="/settings/notices">Settings, Notices</TextLink>. Mail about your account&apos;s
          security and your bills is always sent.
        </p>
      }
    >
      <Form action={stopMail} submit="Send me no more of it" pending="Stopping">
        <input type="hidden" name="token" value={token} />
      </Form>
    </NarrowPage>
  );
}
