"use client";

import { useFormField } from "@/app/_ui/form-context";
import { QrCode } from "@/app/_ui/qr-code";

type Props = { uri: string; setUp: string };

/**
 * The key for the app, as a picture and as text. After a wrong code it is the one that the form was sent with: the app has it already.
 * What the fields carry is for this page alone; the server believes only what it has sealed into `setUp`.
 */
export function SetUpKey(offered: Props) {
  const sent = { uri: useFormField("uri").given, setUp: useFormField("setUp").given };
  const uri = sent.setUp && sent.uri?.startsWith("otpauth://") && URL.canParse(sent.uri) ? sent.uri : offered.uri;
  const key = new URL(uri).searchParams.get("secret") ?? "";
  return (
    <>
      <input type="hidden" name="setUp" value={sent.setUp ?? offered.setUp} />
      <input type="hidden" name="uri" value={uri} />
      <div className="grid gap-5 sm:grid-cols-[auto_minmax(0,1fr)]">
        <QrCode text={uri} label="QR code with the key, for the authenticator app's camera" />
        <div className="grid content-start gap-3">
          <p>Scan this with your authenticator app.</p>
          <p>
            On this device,{" "}
            <a href={uri} className="text-link">
              open it in your app
            </a>
            , or enter this key by hand. Blanks do not matter; one press selects it all.
          </p>
          <code className="select-all break-words rounded-control bg-sunken px-3 py-2 font-mono">{key.match(/.{1,4}/g)?.join(" ")}</code>
        </div>
      </div>
    </>
  );
}
