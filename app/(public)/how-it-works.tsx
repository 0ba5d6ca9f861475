const steps = [
  {
    title: "Seal your login",
    text: "You type the login of your platform account once. Your browser encrypts it before it leaves the form, into a vault that this website cannot open. A separate worker opens it to log in for you, and each opening is listed for you to read.",
  },
  {
    title: "Set your rules",
    text: "Say when you work, the least pay that is worth your while, and how far you will go. Each offer is held against these, and you can read, rule by rule, why it was taken or skipped.",
  },
  {
    title: "Accepted, then confirmed",
    text: "When an offer fits, your time is reserved, so that nothing is booked twice, and the order is accepted. Then Holdfast asks the platform again whether the order is really yours.",
  },
  {
    title: "Charged, with a receipt",
    text: "Only a confirmed order is charged, once. The receipt names the platform and says when and how it was confirmed. It holds no details of the case.",
  },
] as const;

/** The main job in four steps, as the landing page tells it. */
export function HowItWorks() {
  return (
    <section aria-labelledby="how" className="grid gap-6">
      <h2 id="how" className="text-2xl">
        How it works
      </h2>
      <ol className="grid gap-x-8 gap-y-7 sm:grid-cols-2 lg:grid-cols-4">
        {steps.map(({ title, text }, index) => (
          <li key={title} className="grid content-start gap-2 border-t-2 border-kelp pt-4">
            <span aria-hidden="true" className="text-sm font-semibold text-soft tabular-nums">
              {index + 1}
            </span>
            <h3 className="text-lg">{title}</h3>
            <p className="text-soft">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
