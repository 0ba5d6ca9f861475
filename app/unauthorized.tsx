import { NarrowPage } from "./_ui/narrow-page";
import { ShellPublic } from "./_ui/shell-public";
import { TextLink } from "./_ui/text-link";

/** For who is not logged in. */
export default function Unauthorized() {
  return (
    <ShellPublic>
      <NarrowPage title="You are logged out" lead="Nothing was changed.">
        <TextLink href="/login" alone>
          Log in
        </TextLink>
      </NarrowPage>
    </ShellPublic>
  );
}
