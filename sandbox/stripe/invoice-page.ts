import { escapeHtml, page } from "@/sandbox/base/page";
import { html, type Reply, redirect } from "@/sandbox/base/reply";
import { type Call, type Route, route } from "@/sandbox/base/router";
import { cardForm, readCard } from "@/sandbox/stripe/card-form";
import { cardTrouble } from "@/sandbox/stripe/cards";
import { onePagePdf } from "@/sandbox/stripe/invoice-pdf";
import { payWithNewCard } from "@/sandbox/stripe/pay-open";
import type { Invoice } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

const dollars = (cents: number) => `${cents < 0 ? "-" : ""}$${(Math.abs(cents) / 100).toFixed(2)}`;
const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

/** The hosted page of an invoice, where an open one is paid, and the invoice as a file. */
export function invoicePageRoutes(world: StripeWorld, changed: () => void): Route<null>[] {
  const find = (call: Call) => {
    const invoice = world.tables.invoices.get(call.params.id ?? "");
    return invoice?.number ? invoice : null;
  };
  return [
    route("GET", "/i/:id", null, (call) => {
      const invoice = find(call);
      return invoice ? html(200, show(invoice, null)) : gone();
    }),
    route("POST", "/i/:id", null, (call) => {
      const invoice = find(call);
      if (!invoice) return gone();
      const reply = world.store.transact(() => submit(world, invoice, new URLSearchParams(call.body), call.url.pathname));
      changed();
      return reply;
    }),
    route("GET", "/i/:id/pdf", null, (call) => {
      const invoice = find(call);
      if (!invoice) return gone();
      const name = `attachment; filename="${invoice.number}.pdf"`;
      return {
        status: 200,
        headers: { "content-type": "application/pdf", "content-disposition": name },
        body: onePagePdf(linesOf(invoice)),
      };
    }),
  ];
}

const gone = () => html(404, page("No such invoice", `<div class="card"><h1>This link does not work</h1></div>`));

function submit(world: StripeWorld, invoice: Invoice, form: URLSearchParams, here: string): Reply {
  if (invoice.status !== "open") return redirect(303, here);
  const card = readCard(form);
  const trouble = cardTrouble(card);
  if (trouble) return html(402, show(invoice, trouble));
  payWithNewCard(world, invoice, card);
  return redirect(303, here);
}

const linesOf = (invoice: Invoice): string[] => [
  "Holdfast sandbox. This invoice stands in for one of Stripe's; nothing here is real.",
  "",
  `Invoice ${invoice.number}, ${day(invoice.created)}, ${invoice.status}`,
  "",
  ...invoice.lines.data.map((line) => `${dollars(line.amount).padStart(10)}  ${line.description ?? ""}`),
  `${dollars(invoice.total).padStart(10)}  Total`,
  `${dollars(invoice.amount_paid).padStart(10)}  Paid`,
];

function show(invoice: Invoice, trouble: string | null) {
  const lines = invoice.lines.data.map((line) => `<tr><td>${escapeHtml(line.description ?? "")}</td><td>${dollars(line.amount)}</td></tr>`);
  const pay = `${trouble ? `<p class="problem" role="alert">${escapeHtml(trouble)}</p>` : ""}
<form method="post">${cardForm()}<div class="row"><button class="act" name="action" value="pay">Pay ${dollars(invoice.amount_remaining)}</button></div></form>`;
  return page(
    `Invoice ${invoice.number}`,
    `<div class="card"><h1>Invoice ${escapeHtml(invoice.number ?? "")}</h1><p>${day(invoice.created)}, ${escapeHtml(invoice.status ?? "draft")}</p>
<table>${lines.join("")}<tr><th>Total</th><th>${dollars(invoice.total)}</th></tr></table>
<p><a href="/i/${escapeHtml(invoice.id)}/pdf">Download PDF</a></p>${invoice.status === "open" ? pay : ""}</div>`,
  );
}
