import { beforeAll, expect, test } from "vitest";
import { givenInvite } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { world } from "@/tests/support/world";

beforeAll(useWorldSettings);

test("without scripts the field of a new password is plain, says what is wanted, and tells password managers what it is", async () => {
  const { token } = await givenInvite();
  const html = await (await fetch(`${world().web}/invite/${token}`)).text();
  const [input = ""] = html.match(/<input[^>]*name="password"[^>]*>/) ?? [];
  expect(input.toLowerCase()).toContain('autocomplete="new-password"');
  expect(input.toLowerCase()).toContain('minlength="15"');
  expect(input).toContain('type="password"');
  expect(html).toContain("15 characters or more; any characters will do.");
  expect(html).not.toContain("<meter");
  expect(html).not.toMatch(/\sstyle="/);
});
