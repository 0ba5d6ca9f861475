import { expect, test, vi } from "vitest";
import { passwordRules } from "@/lib/policy/checks/judge-passwords";

const judged = vi.hoisted(() => ({ flaw: undefined as string | null | undefined }));
vi.mock("@/lib/passwords/judge-password", async (load) => {
  const real = await load<typeof import("@/lib/passwords/judge-password")>();
  return {
    judgePassword: (password: string, own: readonly string[]) =>
      judged.flaw === undefined ? real.judgePassword(password, own) : { flaw: judged.flaw, strength: 2 },
  };
});

test("password-rules holds as it is, and fails when weak passwords are taken or strong ones refused", async () => {
  expect(await passwordRules.look()).toMatchObject({ result: "holds", looked: 7 });
  judged.flaw = null;
  expect(await passwordRules.look()).toMatchObject({ result: "fails", seen: expect.stringContaining("weak passwords would be taken") });
  judged.flaw = "common";
  expect(await passwordRules.look()).toMatchObject({ result: "fails", seen: "A strong password would be refused." });
});
