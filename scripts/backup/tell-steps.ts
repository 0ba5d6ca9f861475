import type { Step } from "@/lib/oversight/backups/restore";

/** Says each step with its time and what it found, as it ends. */
export const tellSteps: Step = async (name, work) => {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1_000).toFixed(2).padStart(7)} s`;
  try {
    const { result, found } = await work();
    process.stdout.write(`${seconds()}  ${name}: ${found}\n`);
    return result;
  } catch (thrown) {
    process.stdout.write(`${seconds()}  ${name}: FAILED\n`);
    throw thrown;
  }
};
