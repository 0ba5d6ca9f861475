import { Secret, TOTP } from "otpauth";
import { later, minuteMs, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { totpShape } from "@/lib/factors/match-totp";
import { type Holder, sealTotpSetUp } from "@/lib/factors/totp-set-up";

const secretBytes = 20;
const setUpMs = 15 * minuteMs;

/**
 * What a page needs to set an authenticator app up, and what its form carries back. `secret` is base32 of 160 bits (RFC 4226, R6),
 * `uri` is for the QR code. Nothing is stored before one of its codes has been shown to `confirmTotp`, within 15 minutes.
 */
export type TotpOffer = { secret: string; uri: string; setUp: string };

export function beginTotp(holder: Holder, label: string): TotpOffer {
  const secret = new Secret({ size: secretBytes });
  const uri = new TOTP({ ...totpShape, issuer: "Holdfast", label, secret }).toString();
  const setUp = sealTotpSetUp({ factorId: newId(), secret: secret.base32, until: later(now(), setUpMs) }, holder);
  return { secret: secret.base32, uri, setUp };
}
