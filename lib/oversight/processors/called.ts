import type { Promised } from "@/db/queries/processors";
import { processors } from "@/lib/outbound/processors";

/** Whoever the software calls outside the sandbox, as the register has to show it: what the code says they receive, and why. */
export const calledProcessors: Promised[] = Object.entries(processors)
  .filter(([, { environments }]) => environments === "all")
  .map(([code, { name, why, receives, hosts }]) => ({ code, name, purpose: why, data: receives, region: "", hosts: [...hosts] }));

/** Below us, and never called: what holds everything. Its name and region only the organisation knows. */
const hosting: Promised = {
  code: "hosting",
  name: "Hosting",
  purpose: "Runs the service and its databases.",
  data: "Everything that is kept, platform logins only as ciphertext.",
  region: "",
  hosts: [],
};

/** What a register begins with: nobody has been told anything else before. */
export const firstEntries: Promised[] = [...calledProcessors, hosting];
