import { endOf, type Order } from "@/sandbox/platform/orders";
import { offsetText } from "@/sandbox/platform/times";

const provider = (id: number, { markers }: Order) => ({
  Id: id,
  Name: markers.company,
  MainContact: markers.contact_name,
  Phone: markers.contact_phone,
  Email: markers.contact_email,
});

function statusOf(order: Order) {
  if (order.cancelledAt) return { Primary: "COMPLETED", Extended: "CANCELLED" };
  return order.assigneeUserId === null ? { Primary: "OPEN", Extended: "" } : { Primary: "IN PROGRESS", Extended: "DISPATCH CONFIRMED" };
}

/** A time that the clocks leave out, as it was typed, with the offset that they had before. */
const gapText = (gap: string, { start, timeZone }: Order) =>
  `${gap.slice(0, 16)}:00${offsetText(new Date(Date.parse(start) - 3 * 3_600_000), timeZone).slice(-6)}`;

/**
 * A whole work order as the wire has it, before a call's `$select` and `$expand` make it smaller. Every field stands in wire-work-order.ts
 * with its source. An open order names the provider that it is offered to: whoever asks.
 */
export function presentWorkOrder(order: Order, providerId: number) {
  const { markers } = order;
  return {
    Id: order.id,
    Number: markers.incident_id,
    PurchaseNumber: markers.project,
    SubscriberId: 2_014_917_243,
    Status: { ...statusOf(order), CanCreateInvoice: false },
    Caller: markers.manager,
    CreatedBy: markers.client,
    ScheduledDate_DTO: order.gapStart ? gapText(order.gapStart, order) : offsetText(new Date(order.start), order.timeZone),
    ExpirationDate_DTO: offsetText(endOf(order), order.timeZone),
    Priority: markers.schedule_note,
    Trade: order.type,
    Category: markers.custom_field,
    Nte: Math.round(order.payCents) / 100,
    CurrencyAlphabeticalCode: "USD",
    Description: `${markers.title} / ${markers.description} / ${markers.confidential}`,
    ProblemCode: markers.support_contact,
    Resolution: markers.history,
    Source: markers.message,
    LinkedWorkOrderIds: [],
    Location: {
      Id: 2_006_516_537,
      Name: markers.location_name,
      Address1: markers.location_street,
      Instructions: markers.instructions,
      TimeZone: order.timeZone,
    },
    Provider: provider(order.assigneeUserId ?? providerId, order),
    Attachments: [{ Id: 1, Name: markers.attachment }],
  };
}
