import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";

/** Why there is no answer, in words, and what to do next. `lead` is where the person has to go first. */
export type PasskeyTrouble = { cancelled: boolean; title: string; text: string; lead?: { href: string; label: string } };
/** What the browser came back with: an answer as JSON text, or why there is none. */
export type PasskeyReply = { answer: string } | { trouble: PasskeyTrouble };

/** Has the browser make a passkey for this account. */
export function makePasskey(): Promise<PasskeyReply> {
  return reply("enrol", async (options: PublicKeyCredentialCreationOptionsJSON) => await startRegistration({ optionsJSON: options }));
}

/** Has one of the browser's passkeys answer. */
export function askPasskey(purpose: "login" | "verify"): Promise<PasskeyReply> {
  return reply(purpose, async (options: PublicKeyCredentialRequestOptionsJSON) => await startAuthentication({ optionsJSON: options }));
}

/**
 * Has the browser offer passkeys where the e-mail address is typed; nothing pops up. Given up with `signal`, also before the browser was
 * asked, so that it never ends a request that the person made meanwhile.
 */
export function offerPasskeyInField(signal: AbortSignal): Promise<PasskeyReply> {
  const ceremony = async (options: PublicKeyCredentialRequestOptionsJSON) => {
    signal.throwIfAborted();
    return await startAuthentication({ optionsJSON: options, useBrowserAutofill: true });
  };
  return reply("login", ceremony, signal);
}

class Refused extends Error {
  constructor(readonly trouble: PasskeyTrouble) {
    super(trouble.title);
  }
}

async function reply<Options>(
  purpose: "login" | "verify" | "enrol",
  ceremony: (options: Options) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<PasskeyReply> {
  try {
    return { answer: JSON.stringify(await ceremony(await optionsFor<Options>(purpose, signal))) };
  } catch (thrown) {
    return { trouble: thrown instanceof Refused ? thrown.trouble : explain(thrown, purpose === "enrol") };
  }
}

async function optionsFor<Options>(purpose: string, signal?: AbortSignal): Promise<Options> {
  const response = await fetch(`/api/passkeys/${purpose}`, { method: "POST", signal });
  if (response.ok) return (await response.json()) as Options;
  const refusal = (await response.json().catch(() => ({}))) as { error?: string; message?: string };
  throw new Refused(refusalTrouble(refusal));
}

function refusalTrouble({ error, message }: { error?: string; message?: string }): PasskeyTrouble {
  const back = encodeURIComponent(location.pathname + location.search);
  const text = message ?? "The site did not answer as it should. Nothing was changed; try again in a minute.";
  if (error === "mfa_required")
    return {
      cancelled: false,
      title: "Confirm that it is you first",
      text: "Your last confirmation was more than five minutes ago.",
      lead: { href: `/login/verify?next=${back}`, label: "Confirm" },
    };
  if (error === "not_signed_in")
    return { cancelled: false, title: "You are logged out", text, lead: { href: `/login?next=${back}`, label: "Log in" } };
  return { cancelled: false, title: "This did not work", text };
}

const failed = (title: string, text: string): PasskeyTrouble => ({ cancelled: false, title, text });

/** What the browser's error means for the person. Its names: WebAuthn level 2, 5.1.3 and 5.1.4. */
function explain(thrown: unknown, making: boolean): PasskeyTrouble {
  const name = thrown instanceof Error ? thrown.name : "";
  switch (name) {
    case "NotAllowedError":
    case "AbortError":
      return {
        cancelled: true,
        title: making ? "No passkey was made" : "No passkey was used",
        text: "The request was closed, or it ran out of time. Nothing was changed. You can try again.",
      };
    case "InvalidStateError":
      return failed("This device has a passkey for your account already", "Use that one, or add one on another device.");
    case "ConstraintError":
    case "NotSupportedError":
      return failed(
        "This device cannot keep a passkey",
        "It needs a screen lock, a fingerprint or a PIN, and room for one more passkey. Set that up, or choose another device or security key.",
      );
    case "SecurityError":
      return failed("Passkeys do not work under this address", "Open the site under its usual address and try again.");
    case "TypeError":
      return failed("The site could not be reached", "Nothing was changed. Check your connection and try again.");
    default:
      return failed("The passkey did not answer", "Nothing was changed. Try again, or use another passkey.");
  }
}
