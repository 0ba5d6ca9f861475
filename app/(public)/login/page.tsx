import { redirect } from "next/navigation";
import { Checkbox } from "@/app/_ui/checkbox";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { Notice } from "@/app/_ui/notice";
import { PasskeyLogin } from "@/app/_ui/passkey-login";
import { PasswordField } from "@/app/_ui/password-field";
import { TextLink } from "@/app/_ui/text-link";
import { keptIdleDays, keptLongestDays } from "@/lib/accounts/session-limits";
import { landing } from "@/lib/web/landing";
import { refusedSignIn } from "@/lib/web/refusal-text";
import { safePath } from "@/lib/web/safe-path";
import { currentSession, lostSession } from "@/lib/web/session";
import { enter } from "./actions";
import { enterWithPasskey } from "./passkey-actions";
import { WhyEnded } from "./why-ended";

export const metadata = { title: "Log in" };

type Props = { searchParams: Promise<{ next?: string | string[]; error?: string | string[] }> };

export default async function LoginPage({ searchParams }: Props) {
  const { next, error } = await searchParams;
  const asked = typeof next === "string" ? next : null;
  const session = await currentSession();
  if (session) redirect(await landing(session.accountId, asked));
  const target = asked === null ? "" : safePath(asked);
  const loss = error === undefined ? await lostSession() : null;
  return (
    <NarrowPage
      title="Log in"
      below={
        <>
          <p>
            Forgot your password? <TextLink href="/forgot">Set a new one</TextLink>.
          </p>
          <p>
            No account yet? Holdfast is by invitation: the link in your invite opens one. If you lost it, ask the operator for a new one.
          </p>
        </>
      }
    >
      {loss ? <WhyEnded loss={loss} /> : null}
      {error === undefined ? null : (
        <Notice tone="danger" title={refusedSignIn(error)}>
          You are not logged in.
        </Notice>
      )}
      <Form action={enter} submit="Log in" pending="Checking">
        {target ? <input type="hidden" name="next" value={target} /> : null}
        <Field name="email" label="E-mail address" type="email" autoComplete="username webauthn" inputMode="email" required />
        <PasswordField name="password" label="Password" autoComplete="current-password" />
        <Checkbox
          name="remember"
          label="Keep me signed in on this device"
          hint={`For ${keptIdleDays} days after you last used it, at most ${keptLongestDays}. Leave it off on a device that you share with others.`}
        />
      </Form>
      <PasskeyLogin action={enterWithPasskey} next={target} />
    </NarrowPage>
  );
}
