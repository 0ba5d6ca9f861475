import { hourMs } from "@/lib/base/clock";
import { checkPatches } from "@/lib/oversight/patches/check-patches";
import { checkProcessors } from "@/lib/oversight/processors/check-processors";
import type { Check } from "@/lib/policy/control";
import { workerParts } from "@/lib/policy/worker-parts";

/** Versions, floors, ends of support and known flaws of what this process runs on. */
export const patches: Check = {
  id: "patches",
  about: "The versions that run, beside floors, ends of support and known flaws",
  everyMs: hourMs,
  look: checkPatches,
};

/** Whose the databases and the keyring are. */
export const environmentMarks: Check = {
  id: "environment-marks",
  about: "The marks of the environment in both databases and in the keyring",
  everyMs: hourMs,
  look: async () => await workerParts().checkIsolation(),
};

/** Whom the programs call, and what is shown of each. */
export const processorRegister: Check = {
  id: "processor-register",
  about: "The register of processors beside whom the programs call, and the dates of their evidence",
  everyMs: hourMs,
  look: checkProcessors,
};
