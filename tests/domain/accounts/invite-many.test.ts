import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { inviteSomeone } from "@/lib/accounts/invite";
import { inviteMany, judgeInvites } from "@/lib/accounts/invite-many";
import { mostFileBytes, mostFileRows, readInviteFile } from "@/lib/accounts/read-invite-file";
import { givenInvite, givenMember, host, newEmail } from "@/tests/support/members";
import { givenStaff, type StaffActor } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));
let support: StaffActor;
beforeAll(async () => {
  support = (await givenStaff("support")).actor;
});

const fileOf = (addresses: string[]) => `email\n${addresses.join("\n")}\n`;
const invitesOf = async (email: string) => (await database`select 1 from invites where email = ${email}`).length;

test("a file is read by its head, whatever else it has: quotes, other columns, empty lines, line ends and a byte order mark", () => {
  const text = '\uFEFFName, EMAIL ,Note\r\n"Ada, Countess",ada@example.org,"says ""hi""\r\ntwice"\r\n\r\n,,\r\nGrace,"grace@example.org",';
  expect(readInviteFile(text)).toEqual([
    { line: 2, address: "ada@example.org" },
    { line: 6, address: "grace@example.org" },
  ]);
});

test.each([
  ["file_empty", ""],
  ["file_empty", "email\n\n"],
  ["file_head", "ada@example.org\ngrace@example.org"],
  ["file_head", "email,email\na@example.org,b@example.org"],
  ["file_quotes", 'email\n"ada@example.org\ngrace@example.org'],
  ["file_quotes", 'email\nada"@example.org"'],
  ["file_quotes", "email\rada@example.org"],
  ["file_cells", "email,name\nada@example.org,Ada\ngrace@example.org"],
  ["file_rows", fileOf(Array.from({ length: mostFileRows + 1 }, (_, row) => `p${row}@example.org`))],
  ["file_large", `email\n${"x".repeat(mostFileBytes)}`],
])("a file is refused whole: %s", (reason, text) => {
  expect(() => readInviteFile(text)).toThrow(
    expect.objectContaining({ refusal: "invalid_input", facts: expect.objectContaining({ reason }) }),
  );
});

test("each row is judged and told, and looking changes nothing", async () => {
  const [fresh, member, invited] = [newEmail(), await givenMember(), await givenInvite()];
  const text = fileOf([
    fresh,
    `  ${fresh.toUpperCase()} `,
    member.email,
    invited.email,
    "not an address",
    "=cmd()@x",
    `a@${"x".repeat(300)}.org`,
  ]);
  const rows = await judgeInvites(support, text);
  expect(rows.map(({ line, verdict }) => [line, verdict])).toEqual([
    [2, "invite"],
    [3, "twice"],
    [4, "already_member"],
    [5, "already_invited"],
    [6, "not_an_address"],
    [7, "not_an_address"],
    [8, "not_an_address"],
  ]);
  expect(await invitesOf(fresh)).toBe(0);
});

test("the same file sent twice, twice at once and beside a single invite invites nobody twice, and each once by mail", async () => {
  const people = Array.from({ length: 20 }, () => newEmail());
  const text = fileOf(people);
  const single = inviteSomeone(host, people[3] ?? "").catch(() => null);
  const outcomes = await Promise.all([inviteMany(support, text), inviteMany(support, text), single]);
  await inviteMany(support, text);
  for (const email of people) expect(await invitesOf(email), email).toBe(1);
  const [mails] = await database`
    select count(*)::int as number from outbox o join invites i on i.id = o.subject_id where o.template = 'invite' and i.email = any (${people})`;
  expect(mails?.number).toBe(people.length);
  const invited = outcomes.slice(0, 2).flat() as { verdict: string }[];
  expect(invited.filter(({ verdict }) => verdict === "invite").length).toBe(people.length - (outcomes[2] ? 1 : 0));
  const lines = await database`select facts from access_lines where act = 'invites.bulk' order by id`;
  expect(lines.at(-1)?.facts).toEqual({ rows: 20, invited: 0 });
});

test("who may not invite can neither look at a file nor send it", async () => {
  for (const role of ["auditor", "security", "billing"] as const) {
    const { actor } = await givenStaff(role);
    for (const work of [judgeInvites, inviteMany])
      await expect(work(actor, fileOf([newEmail()]))).rejects.toMatchObject({ refusal: "forbidden" });
  }
});
