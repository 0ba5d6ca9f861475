import { endOf, type Order, type OrderRequest } from "@/sandbox/platform/orders";
import { statusOf } from "@/sandbox/platform/requests";
import { localParts, utcText, zoneFacts } from "@/sandbox/platform/times";
import type { PlatformUser } from "@/sandbox/platform/users";

/** A whole work order as the wire has it. Every field stands in wire.ts with its source. */
export function presentOrder(order: Order, assignee: Pick<PlatformUser, "id" | "firstName" | "lastName"> | null) {
  const { markers } = order;
  const html = (marker: string) => ({ html: `<p>${marker}</p>`, markdown: marker });
  return {
    id: order.id,
    title: markers.title,
    description: html(markers.description),
    confidential: html(markers.confidential),
    standard_instructions: html(markers.instructions),
    type_of_work: { id: 62, name: order.type },
    types_of_work: [{ id: 62, name: order.type, isPrimary: true }],
    status: presentStatus(order),
    schedule: presentSchedule(order),
    pay: presentPay(order),
    coords: {
      distance: order.distanceMiles,
      exact: true,
      success: true,
      latitude: 41.88,
      longitude: -87.63,
      search: markers.location_street,
    },
    location: {
      mode: "custom",
      display_name: markers.location_name,
      address1: markers.location_street,
      address2: "",
      city: "Chicago",
      state: "IL",
      zip: "60601",
      country: "US",
    },
    contacts: {
      results: [{ name: markers.contact_name, phone: markers.contact_phone, email: markers.contact_email, role: "site" }],
    },
    support_contact: { name: markers.support_contact },
    company: { id: 183, name: markers.company },
    client: { id: 912, name: markers.client },
    project: { id: 5501, name: markers.project },
    manager: { id: 776, name: markers.manager },
    custom_fields: {
      results: [{ id: 129, name: "Store Number", type: "text", value: markers.custom_field, required: true, filled_by: "buyer" }],
    },
    incident_id: markers.incident_id,
    attachments: { results: [{ id: 1, name: "Documents", type: "document", results: [{ id: 9, file: { name: markers.attachment } }] }] },
    messages: { sum: { all: 1, unread: 1 }, results: [{ id: 4, message: markers.message }] },
    history: { results: [{ id: 2, event: markers.history }] },
    requests: { results: order.requests.filter((one) => statusOf(one) === "pending").map(presentRequest) },
    assignee: assignee ? { user: { id: assignee.id, first_name: assignee.firstName, last_name: assignee.lastName } } : null,
  };
}

export const presentRequest = (request: OrderRequest) => ({
  id: request.id,
  user: { id: request.userId },
  status: request.status,
  counter_offer: null,
  created: { utc: utcText(new Date(request.createdAt)) },
});

function presentStatus(order: Order) {
  const common = { sub_status: order.subStatus ?? "", is_routed: order.kind === "routed", delay: 0, ncns: false, confirmed: false };
  if (order.cancelledAt) return { id: 7, name: "Cancelled", display: "Cancelled", code: "cancelled", ...common };
  if (order.assigneeUserId !== null) return { id: 4, name: "Assigned", display: "Assigned", code: "assigned", ...common };
  return order.kind === "routed"
    ? { id: 9, name: "Routed", display: "Routed", code: "routed", ...common }
    : { id: 2, name: "Published", display: "Published", code: "published", ...common };
}

function presentSchedule(order: Order) {
  const start = new Date(order.start);
  const end = order.mode === "exact" ? null : endOf(order);
  const moment = (at: Date, gap: string | null = null) => {
    const local = gap === null ? localParts(at, order.timeZone) : { date: gap.slice(0, 10), time: `${gap.slice(11, 16)}:00` };
    return { utc: utcText(at), local: order.localShape === "object" ? local : `${local.date} ${local.time}` };
  };
  return {
    work_order_id: order.id,
    service_window: { mode: order.mode, start: moment(start, order.gapStart), end: end ? moment(end) : null },
    est_labor_hours: order.hours,
    schedule_note: order.markers.schedule_note,
    time_zone: zoneFacts(start, order.timeZone),
  };
}

function presentPay(order: Order) {
  const dollars = (cents: number) => Math.round(cents) / 100;
  const additional = order.additional ?? { units: 0, rateCents: 0 };
  const units = { fixed: 1, hourly: order.hours, device: order.units ?? 1, blended: order.units ?? order.hours }[order.payType];
  const baseCents = order.payCents - additional.units * additional.rateCents;
  return {
    type: order.payType,
    base: { units, amount: dollars(baseCents / units) },
    additional: { units: additional.units, amount: dollars(additional.rateCents) },
    range: { min: dollars(order.payCents), max: dollars(order.payCents) },
  };
}
