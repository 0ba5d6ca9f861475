import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { Form } from "@/app/_ui/form";
import { Notice } from "@/app/_ui/notice";
import { Select } from "@/app/_ui/select";
import type { Home } from "@/lib/orders/read-home";
import { pauseAcceptance, resumeAcceptance } from "./actions";

const lengths = [
  { value: "1", label: "For an hour" },
  { value: "4", label: "For four hours" },
  { value: "24", label: "For a day" },
  { value: "72", label: "For three days" },
  { value: "168", label: "For a week" },
  { value: "until", label: "Until I resume" },
];

/** Pausing acceptance on every platform, and going on. */
export function Pause({ home: { ownPause, timeZone } }: { home: Home }) {
  if (ownPause) {
    return (
      <div id="pause">
        <Notice tone="warning" title="You have paused acceptance">
          <Form action={resumeAcceptance} submit="Resume now" pending="Resuming">
            <p>
              {ownPause.until ? (
                <>
                  It goes on by itself on <DateTime at={ownPause.until} zone={timeZone} />.
                </>
              ) : (
                "It stays so until you resume."
              )}{" "}
              What is accepted stays yours, and requests that wait for a buyer stand.
            </p>
          </Form>
        </Notice>
      </div>
    );
  }
  return (
    <Card title="Take a break">
      <Disclosure summary="Pause acceptance">
        <Form action={pauseAcceptance} submit="Pause" tone="secondary" pending="Pausing">
          <Select name="hours" label="How long" required options={lengths} defaultValue="24" />
          <p className="max-w-prose text-soft">
            It holds before the next call for an offer on any platform: offers are not looked at, so you are not asked or told of any
            either. What is accepted stays yours and is followed, and requests that wait for a buyer stand.
          </p>
        </Form>
      </Disclosure>
    </Card>
  );
}
