import { z } from "zod";

const longestAnswer = 16_384;
const base64url = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[\w-]+$/);
const transports = z
  .array(
    z
      .string()
      .max(32)
      .regex(/^[\w-]+$/),
  )
  .max(12);

/** Only what is looked at is kept. Extensions are never asked for, so their results are dropped. */
const common = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: z.literal("public-key"),
  clientExtensionResults: z.unknown().transform(() => ({})),
};

const registration = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(4_096),
    attestationObject: base64url(12_288),
    transports: transports.optional().catch(undefined),
  }),
});

const assertion = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(4_096),
    authenticatorData: base64url(4_096),
    signature: base64url(8_192),
    userHandle: base64url(128).optional().catch(undefined),
  }),
});

/** An answer as a form carries it: JSON text, of the shape that WebAuthn's `toJSON` gives (level 3, 5.1). */
function answerText<Shape extends z.ZodType>(shape: Shape) {
  return z
    .string()
    .max(longestAnswer)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "This is no answer of a passkey." });
        return z.NEVER;
      }
    })
    .pipe(shape);
}

/** A new passkey, as a form field carries it. */
export const newPasskeyText = answerText(registration);
/** A passkey's answer, as a form field carries it. */
export const passkeyAnswerText = answerText(assertion);
