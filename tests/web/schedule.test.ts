import { beforeAll, expect, test } from "vitest";
import { formsOf } from "@/scripts/demo/visitor";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, openForm, sendForm } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

const { web } = world();
beforeAll(useWorldSettings);

test("a member plans dates, time off and an address for their work times without any script, and reads the address as a stranger", async () => {
  const cookie = await logInCookie(web, await givenMember());
  const post = async (mark: string, fields: Record<string, string> = {}) => {
    const answer = await sendForm(await openForm({ web, path: "/schedule", mark, cookie }), fields, { cookie });
    return { status: answer.status, text: await answer.text() };
  };
  expect(
    (await post('name="start2"', { date: "2030-12-24", start: "09:00", end: "12:00", start2: "13:00", end2: "15:00" })).text,
  ).toContain("Tue 24 Dec 2030 is saved");
  expect((await post('name="firstDate"', { firstDate: "2030-12-30", lastDate: "2031-01-02" })).text).toContain(
    "Mon 30 Dec 2030 – Thu 2 Jan 2031",
  );
  const overlapping = await post('name="start2"', { date: "2030-12-25", start: "09:00", end: "12:00", start2: "11:00", end2: "15:00" });
  expect(overlapping.status).toBe(400);
  expect(overlapping.text).toContain("overlaps the first stretch");
  expect((await post('name="firstDate"', { firstDate: "2030-12-30", lastDate: "2030-12-29" })).status).toBe(400);
  expect((await post('name="address"', { address: "https://10.0.0.1/a.ics" })).status).toBe(400);
  expect((await post('value="2030-12-24"')).text).not.toContain("Tue 24 Dec 2030 –");

  const copied = await post('name="copyFrom"', { copy: "yes", copyFrom: "3", "start-3": "07:00", "end-3": "15:30" });
  expect(copied.text).toContain("every day has those of Wednesday");
  expect(Object.fromEntries((await openForm({ web, path: "/schedule", mark: 'name="copyFrom"', cookie })).fields)).toMatchObject({
    "start-1": "07:00",
    "end-7": "15:30",
  });

  const made = await post("Make an address");
  const address = /http:\/\/localhost:\d+\/calendar\/[\w-]{43}/.exec(made.text)?.[0] ?? "";
  const read = await fetch(address, { redirect: "manual" });
  expect(read.status).toBe(200);
  expect(read.headers.get("set-cookie")).toBeNull();
  expect(await read.text()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
  expect((await fetch(address, { method: "HEAD" })).status).toBe(200);
  expect((await fetch(address, { method: "POST", headers: { origin: web } })).status).toBe(405);
  const page = await fetch(`${web}/schedule`, { headers: { cookie } });
  const html = await page.text();
  expect(html).not.toContain(address.slice(-43));
  expect(formsOf({ url: `${web}/schedule`, status: page.status, html }).some(({ html: form }) => form.includes("Make a new address"))).toBe(
    true,
  );
  // Without the word that the old one may stop, it does not.
  expect((await post("Make a new address")).status).toBe(400);
  expect((await fetch(address)).status).toBe(200);
  await post("Revoke the address");
  const gone = await fetch(address);
  const unknown = await fetch(`${web}/calendar/${"x".repeat(43)}`);
  expect([gone.status, await gone.text()]).toEqual([unknown.status, await unknown.text()]);
  expect(gone.status).toBe(404);
});

test("any distance is a tick, which without any script takes the place of a number; one of the two is needed", async () => {
  const cookie = await logInCookie(web, await givenMember());
  const form = () => openForm({ web, path: "/schedule/rules", mark: 'name="anyDistance"', cookie });
  const save = async (fields: Record<string, string>) => {
    const answer = await sendForm(await form(), fields, { cookie });
    return { status: answer.status, text: await answer.text() };
  };
  const neither = await save({ maximumDistance: "" });
  expect(neither.status).toBe(400);
  expect(neither.text).toContain("tick any distance");
  expect((await save({ maximumDistance: "", anyDistance: "on" })).text).toContain("Your rules are saved");
  expect(Object.fromEntries((await form()).fields)).toMatchObject({ anyDistance: "on", maximumDistance: "" });
});
