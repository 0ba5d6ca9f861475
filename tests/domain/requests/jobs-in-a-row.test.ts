import { afterAll, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { closeJobs, enqueueAll, type JobHandler, startJobs } from "@/db/jobs";
import { newSecretId } from "@/lib/base/ids";
import { forAllQueues } from "@/tests/domain/support/for-all-queues";
import { waitFor } from "@/tests/support/wait-for";

vi.setConfig({ testTimeout: 60_000 });
afterAll(async () => {
  await closeJobs();
  await closeDatabases();
});

test("fifty jobs that wait are done one after another, without the pause that follows upon an empty look", async () => {
  const ids = Array.from({ length: 50 }, newSecretId);
  await transaction({ kind: "system", job: "test" }, (tx) => enqueueAll(tx, "post-charge", ids));
  const done: string[] = [];
  const handle: JobHandler = async (id) => void done.push(id);
  const stop = await startJobs(forAllQueues(handle), forAllQueues(1));
  // With a pause of two seconds after each they would take a hundred.
  await waitFor("all fifty are done", () => done.length >= ids.length, { withinMs: 30_000 });
  await stop();
  expect(done.toSorted()).toEqual(ids.toSorted());
});
