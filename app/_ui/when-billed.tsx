import { interimFromUnits } from "@/lib/terms/prices";

/** When invoices are drawn (clause 0.2), as a sentence wherever the price stands. */
export const whenBilled = `Invoices come at each monthly renewal. Once ${interimFromUnits} orders wait for one, an invoice is drawn in between, and a last one when a plan ends. Each order is billed once.`;
