import type { CardEntry } from "@/sandbox/stripe/cards";

/** The card's fields, filled in with a card that pays. */
export const cardForm = () => `<label for="card_number">Card number</label>
<input id="card_number" name="card_number" inputmode="numeric" autocomplete="cc-number" value="4242 4242 4242 4242" required>
<div class="pair"><div><label for="exp">Expiry (MM / YY)</label><input id="exp" name="exp" autocomplete="cc-exp" value="12 / 34" required></div>
<div><label for="cvc">Security code</label><input id="cvc" name="cvc" inputmode="numeric" autocomplete="cc-csc" value="123" required></div></div>`;

/** What the numbers that somebody may want to try come to here. */
export const cardHint = `<p class="soft">4242 4242 4242 4242 pays. 4000 0000 0000 0002 is declined. 4000 0000 0000 0341 pays now and fails at the next renewal.</p>`;

/** What was typed; a field that the form leaves out is as it was filled in. */
export const readCard = (form: URLSearchParams): CardEntry => ({
  number: (form.get("card_number") ?? "4242424242424242").replaceAll(" ", ""),
  expiry: form.get("exp") ?? "12 / 34",
});
