import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClauseId } from "@/lib/terms/policy";
import type { BreakableDoor, DoorFaults } from "@/tests/domain/policy/breakable-door";
import type { Breakage } from "@/tests/domain/policy/breakage";
import { makeCertificate } from "@/tests/support/make-certificate";

/** Whoever adds a check that looks through the front door adds the line that breaks it. */
export function doorBreakages(door: BreakableDoor): Breakage[] {
  const atDoor = (check: string, clauses: ClauseId[], how: string, faults: DoorFaults): Breakage => ({
    check,
    clauses,
    how,
    apply: async () => {
      door.breakBy(faults);
      return () => door.breakBy({});
    },
  });
  /** The door over TLS; with a certificate that is not trusted, nobody gets through to it. */
  const atTlsDoor = (
    how: string,
    asked: Parameters<typeof makeCertificate>[0],
    { blinds, ...faults }: DoorFaults & { blinds?: true },
  ): Breakage => ({
    check: "tls-front-door",
    clauses: ["2.1a"],
    how,
    ...(blinds ? { blinds } : {}),
    apply: async () => {
      const folder = mkdtempSync(join(tmpdir(), "holdfast-door-"));
      const certificate = await makeCertificate(asked);
      writeFileSync(join(folder, "ca.pem"), certificate.ca);
      const tls = await door.openTls(certificate);
      door.breakBy(faults);
      Object.assign(process.env, { FRONT_DOOR_URL: tls.url, FRONT_DOOR_AUTHORITY: join(folder, "ca.pem") });
      return () => {
        process.env.FRONT_DOOR_URL = door.url;
        delete process.env.FRONT_DOOR_AUTHORITY;
        door.breakBy({});
        tls.close();
        rmSync(folder, { recursive: true, force: true });
      };
    },
  });

  return [
    atDoor("closed-door", ["0.1"], "a forged invite is shown the form", { fault: "opens invites" }),
    {
      check: "tls-front-door",
      clauses: ["2.1a"],
      how: "plain http",
      blinds: true,
      apply: async () => {
        process.env.FRONT_DOOR_URL = "http://holdfast.example";
        return () => {
          process.env.FRONT_DOOR_URL = door.url;
        };
      },
    },
    atTlsDoor("a certificate that has expired", { days: -1 }, { blinds: true }),
    atTlsDoor("a certificate for another name", { name: "elsewhere.example" }, { blinds: true }),
    atTlsDoor("a certificate that signed itself", { signedBy: "itself" }, { blinds: true }),
    atTlsDoor("a certificate of an unknown authority", { signedBy: "another" }, { blinds: true }),
    atTlsDoor("a certificate that runs out within a week", { days: 6.5 }, {}),
    atTlsDoor("no HSTS", {}, { header: "Strict-Transport-Security" }),
    atDoor("console-refuses", ["3b"], "it is open", { fault: "opens console" }),
    atDoor("cookie-flags", ["4b"], "a cookie without any", { cookie: "session=1; Path=/" }),
    atDoor("login-throttle", ["4d"], "none has to wait", { fault: "endless logins" }),
    atDoor("malformed-requests", ["5b"], "they are taken", { fault: "takes malformed" }),
    atDoor("hostile-texts", ["6a"], "they come back as markup", { fault: "echoes" }),
    atDoor("content-security-policy", ["6b"], "scripts may be inline", { csp: "script-src 'self' 'unsafe-inline'" }),
    atDoor("foreign-posts", ["6c"], "they are taken", { fault: "takes posts" }),
    atDoor("security-headers", ["1", "6d"], "one is left out", { header: "X-Frame-Options" }),
    atDoor("report-page", ["10c"], "it has no form", { fault: "no report" }),
    atDoor("security-txt", ["10c"], "it has expired", { fault: "expired security.txt" }),
    atDoor("sessions-page", ["10d"], "it is gone", { fault: "no sessions" }),
    atDoor("contact-page", ["10e"], "it is gone", { fault: "no contact" }),
  ];
}
