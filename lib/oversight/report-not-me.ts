import { type Tx, transaction } from "@/db/client";
import { forgetDevices } from "@/db/queries/devices";
import { takeBackLinks, useMailLink } from "@/db/queries/mail-links";
import { insertReport } from "@/db/queries/reports";
import { findSession } from "@/db/queries/sessions";
import { endOne } from "@/lib/accounts/end-own-session";
import { endSessions } from "@/lib/accounts/end-sessions";
import { requireMailedLink } from "@/lib/accounts/find-mailed-link";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { pauseAll } from "@/lib/connections/pause-all";

type Doubted = { id: string; device: string; network: string };

async function leaveReport(tx: Tx, accountId: string, login: Doubted | null, reason: "mail" | "session_list"): Promise<void> {
  const { id: sessionId = null, device = null, network = null } = login ?? {};
  const id = await insertReport(tx, { accountId, sessionId, device, network });
  await recordAccess(tx, { act: "report.write", object: `report:${id}`, subject: accountId, reason });
}

/**
 * What the button behind a mailed "this was not me" link does, once (clause 10c): every session ends, every device is unknown again,
 * automatic acceptance stops on all connections, an e-mail change or a password reset that someone has under way comes to nothing, and
 * staff find a report. All in one transaction: a crash leaves all of it, or a link that still works. The password stays, so the next
 * step for the member is a new one.
 * @throws AppError dead_link when the link is forged, used or run out, or the account is not active.
 */
export async function reportNotMe(token: string): Promise<void> {
  const { accountId, sessionId, claims } = await requireMailedLink("not-me", token);
  await transaction({ kind: "claimed", accountId }, async (tx) => {
    if (!(await useMailLink(tx, "not-me", claims, now()))) throw new AppError("dead_link");
    const login = sessionId ? await findSession(tx, accountId, sessionId) : null;
    await endSessions(tx, accountId, "reported");
    const devices = await forgetDevices(tx, accountId);
    await recordAccess(tx, {
      act: "device.forget-all",
      object: `account:${accountId}`,
      subject: accountId,
      reason: "reported",
      facts: { devices },
    });
    await pauseAll(tx, accountId, "reported");
    await takeBackLinks(tx, accountId, ["confirm-email", "reset"]);
    await leaveReport(tx, accountId, login, "mail");
  });
}

/**
 * "I don't know this login", said in the list of sessions: ends that session and leaves a report for staff.
 * @throws AppError not_found when the account has no such session that still stands.
 */
export async function reportSession(accountId: string, sessionId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    await leaveReport(tx, accountId, await endOne(tx, accountId, sessionId, "reported"), "session_list");
  });
}
