import type { PolicyDocument } from "@/lib/terms/policy-document";

/** The first version. Members have agreed to these words: they are not changed; a revision is a new file. */
export const policy20260304 = {
  version: "2026-03-04",
  effective: "2026-03-04",
  title: "Data security policy",
  prices: { monthlyCents: 1_000, unitCents: 2_500 },
  notices: [
    "A revision is a new version with a date of its own. Members get a mail when it is announced and when it takes effect, see word by word what has changed, and agree to it before the automation goes on for them.",
    "Earlier versions stay readable here, with what changed from one to the next.",
    "Anybody can report a weakness, or access that looks wrong, without an account. The form is linked at the foot of every public page.",
  ],
  sections: [
    {
      number: 0,
      title: "The service and its terms",
      clauses: [
        { id: "0.1", text: "Holdfast is a prototype and is open by invitation only. Nobody can join without an invite." },
        {
          id: "0.2",
          text: "The price is $10.00 a month, recurring, plus $25.00 for each work order that is accepted for you. One accepted work order is one scheduling bandwidth unit.",
        },
        { id: "0.3", text: "We may suspend or terminate a member's access to the service at any time." },
        {
          id: "0.4",
          text: "We may refund prepaid amounts that have not been used. Whether we do is for us alone to decide, subject to the law that applies.",
        },
      ],
    },
    {
      number: 1,
      title: "What we commit to",
      clauses: [
        {
          id: "1",
          text: "We keep your data confidential, intact and available. Safeguards protect it against unauthorised access, alteration, disclosure and destruction.",
        },
      ],
    },
    {
      number: 2,
      title: "Encryption",
      clauses: [
        { id: "2.1a", text: "In transit: everything that passes between your browser and the service travels over TLS." },
        { id: "2.1b", text: "In transit: calls between the service and third-party platforms travel over encrypted channels only." },
        {
          id: "2.2a",
          text: "At rest: sensitive data, including your logins for third-party platforms, is encrypted with industry-standard algorithms.",
        },
        { id: "2.2b", text: "At rest: encryption keys are managed securely and are stored apart from the data that they protect." },
      ],
    },
    {
      number: 3,
      title: "Who has access",
      clauses: [
        { id: "3a", text: "Only authorised staff can reach production systems and user data." },
        { id: "3b", text: "Administrative access requires multi-factor authentication." },
        {
          id: "3c",
          text: "Access rights follow the principle of least privilege: each person and each process has only what its task needs.",
        },
        { id: "3d", text: "Access is logged. The logs are kept and are reviewed periodically." },
      ],
    },
    {
      number: 4,
      title: "Passwords and sessions",
      clauses: [
        { id: "4a", text: "Passwords are stored only as hashes, made by a strong, adaptive algorithm." },
        { id: "4b", text: "Session tokens are kept in secure, HTTP-only cookies, which scripts cannot read." },
        { id: "4c", text: "A session expires after a defined time without activity." },
        { id: "4d", text: "Failed login attempts are rate-limited, against brute force." },
      ],
    },
    {
      number: 5,
      title: "Hosting and network",
      clauses: [
        { id: "5a", text: "The hosting that we use complies with industry security certifications." },
        { id: "5b", text: "Network traffic is filtered, and is watched for anomalous activity." },
        { id: "5c", text: "Patches and security updates are applied regularly." },
        { id: "5d", text: "The production environment is isolated from development and staging." },
      ],
    },
    {
      number: 6,
      title: "The application",
      clauses: [
        { id: "6a", text: "Input is validated and output is encoded, against injection attacks." },
        { id: "6b", text: "Content Security Policy headers limit cross-site scripting." },
        { id: "6c", text: "Requests that change state are protected against cross-site request forgery." },
        {
          id: "6d",
          text: "Security headers are set on our replies: X-Frame-Options, X-Content-Type-Options, Referrer-Policy and others of their kind.",
        },
      ],
    },
    {
      number: 7,
      title: "What is collected and kept",
      clauses: [
        { id: "7a", text: "We collect and keep only the minimum of data that the service needs." },
        { id: "7b", text: "We do not intentionally store case details, client information or a platform's proprietary data." },
        { id: "7c", text: "Logs of what the automation did are kept for a limited time and are purged periodically." },
      ],
    },
    {
      number: 8,
      title: "When something goes wrong",
      clauses: [
        { id: "8a", text: "A breach, or suspected unauthorised access, is investigated promptly and contained." },
        { id: "8b", text: "Users who are affected are told within a reasonable time." },
        { id: "8c", text: "Authorities are told where the law requires it." },
        { id: "8d", text: "Corrective measures are taken to prevent a recurrence, and are recorded." },
      ],
    },
    {
      number: 9,
      title: "Third-party processors",
      clauses: [
        {
          id: "9",
          text: "The third parties that process data for us (payment, hosting and mail) keep security practices that are consistent with industry standards and with the law that applies.",
        },
      ],
    },
    {
      number: 10,
      title: "What we ask of you",
      clauses: [
        { id: "10a", text: "Use a strong password, and use it for this account only." },
        { id: "10b", text: "Do not share the credentials of your account with anyone." },
        { id: "10c", text: "Report suspected unauthorised access to us at once." },
        { id: "10d", text: "Log out when you have used a shared or public device." },
        { id: "10e", text: "Keep your contact information up to date." },
      ],
    },
    {
      number: 11,
      title: "No absolute guarantee",
      clauses: [
        {
          id: "11",
          text: "No way of storing or transmitting data is perfectly secure. We cannot guarantee absolute security, and we disclaim liability for what lies beyond our reasonable control.",
        },
      ],
    },
  ],
} as const satisfies PolicyDocument;
