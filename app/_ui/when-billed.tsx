import { creditedForMinutes, interimFromUnits } from "@/lib/terms/prices";

/** When invoices are drawn (clause 0.2), as a sentence wherever the price stands. */
export const whenBilled = `Invoices come at each monthly renewal. Once ${interimFromUnits} orders wait for one, an invoice is drawn in between, and a last one when a plan ends. Each order is billed once.`;

/** When an order's charge is given back, in the same places: before anything is accepted, and beside each charge. */
export const whenCredited = `If the buyer cancels before the work begins or in its first ${creditedForMinutes} minutes, the $25.00 are credited in full. Holdfast sees it by itself as long as your plan runs and the connection works. What is cancelled later, or is no longer yours for another reason, stays charged.`;
