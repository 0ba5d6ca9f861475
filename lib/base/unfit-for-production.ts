/** What makes a setting unfit for production although its form is right: a sandbox address, a test key, plain http. */
export function unfitForProduction(settings: Record<string, unknown>): string[] {
  const wrong: string[] = [];
  const text = (name: string) => (typeof settings[name] === "string" ? settings[name] : "");
  if (text("PUBLIC_URL") && !text("PUBLIC_URL").startsWith("https://")) wrong.push("PUBLIC_URL: must be https in production");
  if (text("FRONT_DOOR_URL") && !text("FRONT_DOOR_URL").startsWith("https://")) wrong.push("FRONT_DOOR_URL: must be https in production");
  if (settings.FRONT_DOOR_AUTHORITY) wrong.push("FRONT_DOOR_AUTHORITY: belongs to the sandbox");
  if (settings.POINTS_URL) wrong.push("POINTS_URL: belongs to the sandbox");
  if (text("BREACHED_PASSWORDS_URL").startsWith("http:")) wrong.push("BREACHED_PASSWORDS_URL: must be https in production");
  if (text("STRIPE_API_BASE") && text("STRIPE_API_BASE") !== "https://api.stripe.com")
    wrong.push("STRIPE_API_BASE: must be Stripe's own in production");
  for (const name of ["STRIPE_CHECKOUT_KEY", "STRIPE_SECRET_KEY"]) {
    if (text(name) && !/^(sk|rk)_live_/.test(text(name))) wrong.push(`${name}: must be a live key in production`);
  }
  if ("SMTP_URL" in settings && !settings.CHECKPOINT_DIR) wrong.push("CHECKPOINT_DIR: missing");
  if (/@?(127\.|localhost)/.test(text("SMTP_URL"))) wrong.push("SMTP_URL: must not be the sandbox's in production");
  if ("NEXTAUTH_SECRET" in settings) {
    for (const name of ["NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", "KEYRING_DIR"]) if (!settings[name]) wrong.push(`${name}: missing`);
  }
  if (/change.?me|default|example|secret{2}/i.test(text("NEXTAUTH_SECRET"))) wrong.push("NEXTAUTH_SECRET: is a placeholder");
  return wrong;
}
