import type { Fields, WireCall } from "@/sandbox/platform/wire";

/** A webhook, as a call that the platform makes. */
export const webhookCall: WireCall = {
  call: "POST to the address that was registered: a webhook",
  source: "documented",
  takes:
    "the events below for buyers; that a provider, or a service that providers use, may be told of what is offered to them is to be settled with the platform",
  answers: [
    ["2xx", "it has arrived", "documented"],
    ["4xx", "it is not sent again", "documented"],
    ["anything else, or nothing within 30 seconds", "it is sent again 10, 20, 40 and 80 seconds later", "documented"],
  ],
};

export const webhookHeaders: Fields = {
  "X-FN-Signature": ["documented", "`sha256=` and the HMAC-SHA256 of the raw body in hex, under the secret that was registered"],
  "X-FN-Delivery-Id": ["documented", "a UUID, `:` and the number of the attempt: the same event is the same without its number"],
  "X-FN-Request-Timestamp": ["documented", "milliseconds since 1970; it is not signed"],
};

export const webhookEvents: Fields = {
  "workorder.status.published": ["documented", "an order is on offer whose buyer decides among those who ask"],
  "workorder.routed": ["documented", "an order is on offer that the first to accept has"],
  "workorder.status.assigned": ["documented", "somebody has it; that it may be somebody else is assumed"],
  "workorder.status.assigned_cancelled": ["documented", "its provider gave it back"],
  "workorder.request_denied": ["assumed", "the buyer denied a request"],
  "workorder.schedule_updated": ["documented", "its time has changed"],
  "workorder.status.cancelled": ["documented", "its buyer called it off"],
};

export const webhookFields: Fields = {
  "event.name": ["documented"],
  "event.params.work_order_id": ["documented", "text"],
  "event.params.status_id": ["documented"],
  timestamp: ["documented", "ISO 8601"],
  "triggered_by_user.id": ["documented", "who did it, at the buyer's"],
  user: ["assumed", "whom it is for or happened to; null is everyone who is offered the order"],
  "user.id": ["assumed"],
  workorder: ["documented", "the whole order, see above, with all that is never kept"],
};
