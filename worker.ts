import { setTimeout as wait } from "node:timers/promises";
import { closeDatabases, onWork } from "@/db/client";
import { closeJobs, type JobHandler, startJobs } from "@/db/jobs";
import type { Queue } from "@/db/queues";
import { tellOfPolicy } from "@/lib/accounts/tell-of-policy";
import { keepLog } from "@/lib/audit/keep-log";
import { sequenceLines } from "@/lib/audit/sequence";
import { endOnUncaught } from "@/lib/base/end-on-uncaught";
import { workerEnv } from "@/lib/base/env";
import { describeError, log } from "@/lib/base/log";
import { drawInterimInvoice } from "@/lib/billing/draw-interim-invoice";
import { drawFinalInvoice } from "@/lib/billing/final-invoice";
import { handleStripeEvent } from "@/lib/billing/handle-stripe-event";
import { keepPlan } from "@/lib/billing/keep-plan";
import { postCharge } from "@/lib/billing/post-charge";
import { postCredit } from "@/lib/billing/post-credit";
import { postRefund } from "@/lib/billing/post-refund";
import { reconcile } from "@/lib/billing/reconcile";
import { repairDifference } from "@/lib/billing/repair-difference";
import { checkPricesNow, runRound } from "@/lib/billing/run-round";
import { destroyKeys } from "@/lib/connections/destroy-keys";
import { publishConnectionKey } from "@/lib/connections/publish-connection-key";
import { runKeyTask } from "@/lib/connections/run-key-task";
import { verifyConnection } from "@/lib/connections/verify-connection";
import { localKeyring } from "@/lib/keys/local-keyring";
import { eraseAccount } from "@/lib/membership/erase-account";
import { noteAllErasures } from "@/lib/membership/note-erasures";
import { sendDigest } from "@/lib/notices/send-digest";
import { sendMail } from "@/lib/notices/send-mail";
import { followAcceptance } from "@/lib/orders/follow-acceptance";
import { handlePlatformEvent } from "@/lib/orders/handle-platform-event";
import { pollConnection } from "@/lib/orders/poll-connection";
import { pursueIntent } from "@/lib/orders/pursue-intent";
import { sweep, sweepPlatformEvents } from "@/lib/orders/sweep";
import { watchAlarms } from "@/lib/oversight/alarms/watch-alarms";
import { findAnomalies } from "@/lib/oversight/anomalies/find-anomalies";
import { findAffected } from "@/lib/oversight/incidents/find-affected";
import { whyTooOld } from "@/lib/oversight/patches/installed";
import { writePatchStatus } from "@/lib/oversight/patches/look";
import { runProcessors } from "@/lib/oversight/processors/run-processors";
import { runReviews } from "@/lib/oversight/reviews/run-reviews";
import { lookAtControls } from "@/lib/policy/look";
import { fetchCalendar } from "@/lib/schedule/fetch-calendar";
import { assertOwnInstallation } from "@/lib/vault/own-installation";
import { assertRootsHold, registerCurrentRoot } from "@/lib/vault/root-keys";
import { publicKeys, writeKeyStatus } from "@/lib/vault/write-key-status";

/** The worker process: jobs, and the sweeps that find what is due. Any number of them may run over one database. */
const handlers: Record<Queue, JobHandler> = {
  "make-key": publishConnectionKey,
  "verify-connection": verifyConnection,
  "destroy-keys": destroyKeys,
  "erase-account": eraseAccount,
  "key-task": runKeyTask,
  "poll-connection": pollConnection,
  "pursue-intent": pursueIntent,
  "follow-acceptance": followAcceptance,
  "handle-platform-event": handlePlatformEvent,
  "post-charge": postCharge,
  "post-credit": postCredit,
  "draw-interim-invoice": drawInterimInvoice,
  "billing-round": runRound,
  "post-refund": postRefund,
  "final-invoice": drawFinalInvoice,
  "keep-plan": keepPlan,
  reconcile,
  "repair-difference": repairDifference,
  "handle-stripe-event": handleStripeEvent,
  "send-link": sendMail,
  "send-mail": sendMail,
  "fetch-calendar": fetchCalendar,
  "send-digest": sendDigest,
  "find-affected": findAffected,
};

/** How many jobs of each queue one worker has in hand. Looks and acceptances wait for a platform most of their time. */
const concurrency: Record<Queue, number> = {
  "make-key": 2,
  "verify-connection": 2,
  "destroy-keys": 1,
  "erase-account": 1,
  "key-task": 1,
  "poll-connection": 4,
  "pursue-intent": 6,
  "follow-acceptance": 2,
  "handle-platform-event": 2,
  "post-charge": 2,
  "post-credit": 1,
  "draw-interim-invoice": 1,
  "billing-round": 1,
  "post-refund": 1,
  "final-invoice": 1,
  "keep-plan": 1,
  reconcile: 1,
  "repair-difference": 1,
  "handle-stripe-event": 2,
  "send-link": 2,
  "send-mail": 4,
  "fetch-calendar": 2,
  "send-digest": 1,
  "find-affected": 1,
};

/** What becomes due is announced; this is for what was put off until a moment. */
const sweepEveryMs = 1_000;
/** They are announced; what is missed, the sweep finds. */
const hearEveryMs = 60_000;
const sequenceEveryMs = 1_000;
const keepLogEveryMs = 60_000;
const keyStatusEveryMs = 60_000;
const lookForAnomaliesEveryMs = 60_000;
const reviewEveryMs = 15_000;
const tellOfPolicyEveryMs = 60_000;
const mindProcessorsEveryMs = 30_000;
const noteErasuresEveryMs = 60_000;
const watchAlarmsEveryMs = 60_000;
const controlsEveryMs = 15_000;
const lookAtPatchesEveryMs = 3_600_000;
const complainEveryMs = 60_000;
const ending = new AbortController();
const rounds: Promise<void>[] = [];

/**
 * Repeats `work` with a pause between, until the process ends. A failure, which is most often a database that is restarting, is
 * logged once a minute at the most; `nudge` cuts the pause short.
 */
function repeat(name: string, everyMs: number, work: () => Promise<unknown>): { nudge: () => void } {
  let wake = new AbortController();
  let complainedAt = 0;
  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      // Before the work, so that what is said while it is being done is heeded too.
      wake = new AbortController();
      try {
        await work();
      } catch (thrown) {
        if (Date.now() - complainedAt > complainEveryMs) {
          complainedAt = Date.now();
          log.warn(`${name} failed, trying again`, describeError(thrown));
        }
      }
      await wait(everyMs, undefined, { signal: AbortSignal.any([ending.signal, wake.signal]) }).catch(() => undefined);
    }
  }
  rounds.push(run());
  return { nudge: () => wake.abort() };
}

try {
  const tooOld = whyTooOld(workerEnv().HOLDFAST_ENV);
  if (tooOld) throw new Error(tooOld);
  localKeyring();
  await assertOwnInstallation();
  await assertRootsHold();
  await registerCurrentRoot();
} catch (thrown) {
  log.error("worker does not start", describeError(thrown));
  process.exit(1);
}
endOnUncaught();
const stopJobs = await startJobs(handlers, concurrency);
const sweeping = repeat("sweep", sweepEveryMs, sweep);
repeat("sequencing the access log", sequenceEveryMs, sequenceLines);
repeat("keeping the access log", keepLogEveryMs, keepLog);
repeat("writing down how the keys stand", keyStatusEveryMs, writeKeyStatus);
repeat("looking for anomalies", lookForAnomaliesEveryMs, findAnomalies);
repeat("reviews", reviewEveryMs, runReviews);
repeat("telling of the policy", tellOfPolicyEveryMs, tellOfPolicy);
repeat("minding the register of processors", mindProcessorsEveryMs, runProcessors);
repeat("looking at the service itself", watchAlarmsEveryMs, watchAlarms);
repeat("noting erasures elsewhere", noteErasuresEveryMs, noteAllErasures);
const looking = repeat("looking at controls", controlsEveryMs, () => lookAtControls());
repeat("looking at patches", lookAtPatchesEveryMs, writePatchStatus);
await checkPricesNow();
const hearing = repeat("taking in platforms' messages", hearEveryMs, sweepPlatformEvents);
const awaited: Record<string, { nudge: () => void }> = { platform_events: hearing, control_asks: looking };
const stopListening = await onWork((table) => (awaited[table] ?? sweeping).nudge());
log.info("worker ready", { keys: Object.values(publicKeys()).map(({ kid }) => kid) });

/** Takes no new jobs, lets those in hand finish for at most ten seconds, and ends. What is left undone stays due. */
async function end(): Promise<void> {
  ending.abort();
  await Promise.allSettled([stopJobs(), stopListening(), ...rounds]);
  await Promise.allSettled([closeJobs(), closeDatabases()]);
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end());
