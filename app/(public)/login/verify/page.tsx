import { redirect } from "next/navigation";
import { Disclosure } from "@/app/_ui/disclosure";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { PasskeyPrompt } from "@/app/_ui/passkey-prompt";
import { SubmitButton } from "@/app/_ui/submit-button";
import { logOut } from "@/app/(member)/log-out";
import { type Methods, readMethods } from "@/lib/factors/read-methods";
import { safePath } from "@/lib/web/safe-path";
import { anySession, isFresh } from "@/lib/web/session";
import { confirmPasskey } from "../passkey-actions";
import { AppCodeForm, PasswordAgainForm, RecoveryForm } from "./forms";

export const metadata = { title: "Confirm that it is you" };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

/** The one page that a session reaches whose second factor is awaited; also where a sensitive act sends whoever has to prove themselves anew. */
export default async function VerifyPage({ searchParams }: Props) {
  const { next } = await searchParams;
  const target = safePath(typeof next === "string" ? next : null);
  const session = await anySession();
  if (!session) redirect(`/login?next=${encodeURIComponent(target)}`);
  const pending = session.assurance === "pending";
  if (!pending && isFresh(session)) redirect(target);
  const methods = await readMethods(session.accountId);
  return (
    <NarrowPage title="Confirm that it is you" lead={leadOf(pending, methods)} below={<StartOver pending={pending} />}>
      {methods.passkey ? <PasskeyPrompt action={confirmPasskey} next={target} instead={methods.code ? "enter a code below" : ""} /> : null}
      {methods.code ? <AppCodeForm next={target} /> : null}
      {methods.passkey || methods.code ? null : <PasswordAgainForm next={target} email={session.email} />}
      {methods.recovery ? (
        <Disclosure summary="Use a recovery code instead">
          <RecoveryForm next={target} />
        </Disclosure>
      ) : null}
    </NarrowPage>
  );
}

function leadOf(pending: boolean, { passkey, code }: Methods): string {
  if (pending) return "Your password was right. Your account also asks for a second factor.";
  return `What you are about to do needs a fresh proof. ${passkey || code ? "Your second factor" : "Your password"} counts for five minutes.`;
}

function StartOver({ pending }: { pending: boolean }) {
  return (
    <>
      {pending ? <p>If you have lost every factor and your recovery codes, ask the operator who invited you.</p> : null}
      <form action={logOut} className="-ml-3.5">
        <SubmitButton tone="quiet" size="small" pending="Logging out">
          {pending ? "Start over with another account" : "Log out"}
        </SubmitButton>
      </form>
    </>
  );
}
