import { NarrowPage } from "./_ui/narrow-page";
import { ShellPublic } from "./_ui/shell-public";

/** For who is known, and may not do this. Staff's pages have their own, which says who may. */
export default function Forbidden() {
  return (
    <ShellPublic>
      <NarrowPage title="This is not for your account" lead="Nothing was changed.">
        <p>If you need it, ask the operator who invited you.</p>
      </NarrowPage>
    </ShellPublic>
  );
}
