import { minuteMs } from "@/lib/base/clock";
import type { RuleId } from "@/lib/oversight/anomalies/rules";
import type { Sign, SignKind } from "@/lib/oversight/anomalies/signs";
import type { Draws } from "@/scripts/prove/random";

export const sign = (kind: SignKind, atMs: number, more: Partial<Sign> = {}): Sign => ({
  kind,
  atMs,
  network: "",
  subject: "",
  object: "",
  count: 1,
  well: true,
  ...more,
});

/** Whole minutes, as signs are counted. */
const minutesFrom = (startMs: number, minutes: number): number[] =>
  Array.from({ length: minutes }, (_, index) => startMs + index * minuteMs);
const between = (draws: Draws, least: number, most: number): number => least + draws.below(most - least + 1);
/** Small values as often as each doubling of them: attackers who hurry and attackers who take their time. */
function spread(draws: Draws, least: number, most: number): number {
  const doublings = Math.log2(most / least);
  return Math.round(least * 2 ** (doublings * (draws.below(1_000) / 999)));
}
const hostOf = (draws: Draws): string => `198.51.${draws.below(256)}.${draws.below(256)}`;

type Attack = (draws: Draws, startMs: number) => Sign[];

/** An attack, or a failure, of each kind: of any size from what hides in everyday use to what nobody could miss. */
export const attacks: Record<RuleId, Attack> = {
  "credential-stuffing": (draws, startMs) => {
    const perMinute = spread(draws, 1, 60);
    const networks = Array.from({ length: between(draws, 1, 4) }, () => hostOf(draws));
    return minutesFrom(startMs, between(draws, 5, 30)).flatMap((atMs) =>
      Array.from({ length: perMinute }, () =>
        sign("login_failed", atMs, { network: draws.pick(networks), object: String(draws.below(4_096)) }),
      ),
    );
  },
  "password-spraying": (draws, startMs) => {
    const perMinute = spread(draws, 1, 20);
    const networks = Array.from({ length: spread(draws, 8, 200) }, () => hostOf(draws));
    return minutesFrom(startMs, between(draws, 45, 90)).flatMap((atMs) =>
      Array.from({ length: perMinute }, () =>
        sign("login_failed", atMs, { network: draws.pick(networks), object: String(draws.below(4_096)) }),
      ),
    );
  },
  "staff-new-place": (draws, startMs) => [sign("staff_new_place", startMs, { subject: "staff-9", network: hostOf(draws) })],
  "used-from-many-networks": (draws, startMs) => {
    const networks = Array.from({ length: between(draws, 2, 5) }, () => hostOf(draws));
    return minutesFrom(startMs, 30).flatMap((atMs) =>
      networks.filter(() => draws.chance(0.3)).map((network) => sign("in_use", atMs, { subject: "shared", network })),
    );
  },
  "burst-of-refusals": (draws, startMs) => {
    const perMinute = spread(draws, 1, 40);
    const network = hostOf(draws);
    return minutesFrom(startMs, between(draws, 5, 30)).map((atMs) =>
      sign("refused", atMs, { subject: "prying", network, count: perMinute }),
    );
  },
  "mass-reads": (draws, startMs) => {
    const perMinute = spread(draws, 1, 10);
    return minutesFrom(startMs, between(draws, 15, 60)).flatMap((atMs, minute) =>
      Array.from({ length: perMinute }, (_, index) => sign("staff_read", atMs, { subject: "staff-9", object: `taken-${minute}-${index}` })),
    );
  },
  "many-openings": (draws, startMs) => {
    const perMinute = spread(draws, 1, 30);
    return minutesFrom(startMs, between(draws, 5, 30)).map((atMs) =>
      sign("opening", atMs, { subject: "victim", object: "opened", count: perMinute }),
    );
  },
  "odd-opening": (_, startMs) => [sign("odd_opening", startMs, { subject: "victim", object: "opened-oddly" })],
  "forged-webhooks": (draws, startMs) => {
    const perMinute = spread(draws, 1, 40);
    const network = hostOf(draws);
    return minutesFrom(startMs, between(draws, 5, 30)).map((atMs) =>
      sign("webhook_refused", atMs, { network, object: "stripe", count: perMinute }),
    );
  },
  "limits-saturated": (draws, startMs) => {
    const perMinute = spread(draws, 50, 5_000);
    const networks = Array.from({ length: between(draws, 1, 50) }, () => hostOf(draws));
    return minutesFrom(startMs, between(draws, 3, 15)).flatMap((atMs) =>
      networks.map((network) => sign("limited", atMs, { network, count: Math.ceil(perMinute / networks.length) })),
    );
  },
  "platform-falls": (draws, startMs) => {
    const failedShare = between(draws, 35, 100) / 100;
    return minutesFrom(startMs, between(draws, 10, 60)).flatMap((atMs) => callsOf(draws, "service-channel", atMs, failedShare));
  },
  "mass-lists": (draws, startMs) => {
    const perMinute = spread(draws, 5, 500);
    return minutesFrom(startMs, between(draws, 15, 60)).map((atMs) => sign("staff_listed", atMs, { subject: "staff-9", count: perMinute }));
  },
};

/** A minute's calls to a platform, of which a share fails. */
function callsOf(draws: Draws, platform: string, atMs: number, failedShare: number): Sign[] {
  const total = between(draws, 15, 25);
  const failed = Array.from({ length: total }).filter(() => draws.chance(failedShare)).length;
  const told = [
    sign("call", atMs, { object: platform, count: total - failed }),
    sign("call", atMs, { object: platform, count: failed, well: false }),
  ];
  return told.filter(({ count }) => count > 0);
}

/**
 * Everyday use by a thousand members and five of staff, with its accidents: mistyped passwords, an office behind one address that comes to work at
 * nine, phones on their way, a busy hour of support, a secret that is being replaced, a platform that stumbles, a limit that is reached.
 */
export function quietDays(draws: Draws, startMs: number, days: number): Sign[] {
  return minutesFrom(startMs, days * 24 * 60).flatMap((atMs, minute) => quietMinute(draws, atMs, minute % (24 * 60), minute));
}

function quietMinute(draws: Draws, atMs: number, ofDay: number, minute: number): Sign[] {
  const isWork = ofDay >= 7 * 60 && ofDay < 20 * 60;
  const signs: Sign[] = [];
  const logIn = (network: string, member: number, mistyped: number) => {
    for (let tries = draws.chance(mistyped) ? between(draws, 1, 3) : 0; tries > 0; tries -= 1)
      signs.push(sign("login_failed", atMs, { network, object: String(member % 4_096) }));
    signs.push(sign("login", atMs));
  };
  if (draws.chance(isWork ? 0.5 : 0.1)) {
    const member = draws.below(1_000);
    logIn(`10.0.${member >> 8}.${member & 255}`, member, 0.15);
  }
  const isNineInTheOffice = ofDay >= 9 * 60 && ofDay < 9 * 60 + 12;
  if (isNineInTheOffice) for (let people = between(draws, 1, 4); people > 0; people -= 1) logIn("192.0.2.1", draws.below(40), 0.2);

  if (isWork && draws.chance(0.3)) {
    const member = draws.below(1_000);
    const networks = draws.chance(0.01) ? 3 : 2;
    for (let place = 0; place < networks; place += 1)
      signs.push(sign("in_use", atMs, { subject: `member-${member}`, network: `10.${place}.0.${member}` }));
  }
  if (isWork && draws.chance(0.05))
    signs.push(sign("refused", atMs, { subject: `member-${draws.below(1_000)}`, count: between(draws, 1, 4) }));
  const support = `staff-${draws.below(5)}`;
  if (isWork && draws.chance(0.3)) signs.push(sign("staff_read", atMs, { subject: support, object: `member-${draws.below(1_000)}` }));
  const isBusyHour = minute % (3 * 24 * 60) >= 10 * 60 && minute % (3 * 24 * 60) < 11 * 60;
  if (isBusyHour && draws.chance(0.5)) signs.push(sign("staff_read", atMs, { subject: "staff-1", object: `member-${draws.below(1_000)}` }));
  if (isWork && minute % 7 === 0) signs.push(sign("staff_listed", atMs, { subject: `staff-${minute % 5}`, count: 1 + (minute % 50) }));
  if (draws.chance(1 / (3 * 24 * 60))) signs.push(sign("staff_new_place", atMs, { subject: support, network: "100.64.0.1" }));

  const connection = draws.below(1_200);
  const expired = draws.chance(0.01) ? between(draws, 2, 6) : 1;
  signs.push(sign("opening", atMs, { subject: `member-${connection}`, object: `connection-${connection}`, count: expired }));
  if (draws.chance(0.002))
    signs.push(sign("webhook_refused", atMs, { object: "stripe", network: "203.0.113.1", count: between(draws, 1, 6) }));
  if (isWork && draws.chance(0.005)) signs.push(sign("limited", atMs, { network: "192.0.2.1", count: between(draws, 20, 250) }));
  const stumbles = minute % (2 * 24 * 60) >= 700 && minute % (2 * 24 * 60) < 706;
  for (const platform of ["field-nation", "service-channel"]) signs.push(...callsOf(draws, platform, atMs, stumbles ? 0.6 : 0.01));
  return signs;
}
