import { afterAll, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { closeJobs, type JobHandler, startJobs } from "@/db/jobs";
import { newSecretId } from "@/lib/base/ids";
import { log } from "@/lib/base/log";
import { requestId, withRequestId } from "@/lib/base/request-id";
import { drainRequests } from "@/lib/requests/drain-requests";
import { recordRequest } from "@/lib/requests/record-request";
import { forAllQueues } from "@/tests/domain/support/for-all-queues";
import { logLines } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";
import { waitFor } from "@/tests/support/wait-for";

vi.setConfig({ testTimeout: 60_000 });
afterAll(async () => {
  await closeJobs();
  await closeDatabases();
});

test("a job that a request to web causes names it in each of its lines; one that no request has caused names none", async () => {
  const { accountId } = await givenMember();
  const [asked, id, other] = [newSecretId(), newSecretId(), newSecretId()];
  const ask = (subjectId: string) =>
    transaction({ kind: "member", accountId }, (tx) => recordRequest(tx, { accountId, kind: "make-key", subjectId }));
  await withRequestId(asked, async () => {
    log.info("asked on the way");
    await ask(id);
  });
  await ask(other);
  expect(logLines().find(({ event }) => event === "asked on the way")).toMatchObject({ requestId: asked });
  expect(requestId()).toBeNull();

  const worked: JobHandler = async (row) => log.info("job at work", { row });
  await drainRequests();
  const stop = await startJobs(forAllQueues(worked), forAllQueues(1));
  const lineOf = (row: string) => logLines().find((line) => line.event === "job at work" && line.row === row);
  await waitFor("both jobs have run", () => lineOf(id) !== undefined && lineOf(other) !== undefined, { withinMs: 20_000 });
  await stop();
  expect(lineOf(id)).toMatchObject({ requestId: asked });
  expect(lineOf(other)).not.toHaveProperty("requestId");
});
