import { NarrowPage } from "./narrow-page";
import { TextLink } from "./text-link";

/** The same answer for what never was and for what is another member's; a frame stands around it. */
export function MissingPage() {
  return (
    <NarrowPage
      title="There is no page here"
      lead="The address may have a typing error, or what it led to is gone, or it belongs to another account."
    >
      <ul className="grid gap-1">
        <li>
          <TextLink href="/home" alone>
            Go to your home page
          </TextLink>
        </li>
        <li>
          <TextLink href="/" alone>
            Read what Holdfast is
          </TextLink>
        </li>
      </ul>
      <p className="text-soft">
        If a link in one of our mails brought you here, it may have expired: ask for a new one where you asked for the first.
      </p>
    </NarrowPage>
  );
}
