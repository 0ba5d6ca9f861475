import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { expect, test } from "vitest";
import { renderWirePage } from "@/sandbox/platform/service-channel/render-wire-page";
import {
  listFields,
  profileFields,
  refusalFields,
  statusFields,
  tokenFields,
  workOrderFields,
} from "@/sandbox/platform/service-channel/wire";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { control, givenSandbox } from "@/tests/sandbox/support/given-sandbox";
import { givenProvider } from "@/tests/sandbox/support/platform-client";
import { differences, pathsOf } from "@/tests/sandbox/support/wire-paths";

const page = "docs/platforms/service-channel-wire.md";
const orders = "/v3/odata/workorders";
const open = "$filter=Status/Primary%20eq%20'OPEN'";
const everything = "$expand=Location,Provider,Attachments";

type Sent = { authorization?: string; body?: string };
type Received = { status: number; location: string | undefined; body: Record<string, unknown> | null };

const callTo =
  (sandbox: Sandbox) =>
  (method: string, path: string, { authorization = "", body }: Sent = {}): Promise<Received> =>
    new Promise((resolve, reject) => {
      const options = { method, ca: readFileSync(sandbox.ca, "utf8"), headers: { authorization } };
      const call = request(`${sandbox.serviceChannel}${path}`, options, (reply) => {
        const parts: Buffer[] = [];
        reply.on("data", (part: Buffer) => parts.push(part));
        reply.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          const isJson = String(reply.headers["content-type"]).includes("json");
          resolve({ status: reply.statusCode ?? 0, location: reply.headers.location, body: isJson ? JSON.parse(text) : null });
        });
      });
      call.on("error", reject);
      call.end(body);
    });

const basic = (secret: string) => `Basic ${Buffer.from(`client:${secret}`).toString("base64")}`;

/** A provider of the platform, logged in: calls under its own token. */
async function givenLogin(sandbox: Sandbox, username: string) {
  const password = "a long password";
  const { id } = await control(sandbox, "POST", "/__users", { username, password });
  const call = callTo(sandbox);
  const form = (fields: Record<string, string>, secret = "client-secret") =>
    call("POST", "/oauth/token", { authorization: basic(secret), body: new URLSearchParams(fields).toString() });
  const token = await form({ grant_type: "password", username, password });
  const authorization = `Bearer ${String(token.body?.access_token)}`;
  const api = (method: string, path: string, body?: unknown) =>
    call(method, path, { authorization, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const accept = (orderId: number) => api("PUT", `/v3/workorders/${orderId}/status`, { Status: { Primary: "IN PROGRESS" } });
  return { id, call, form, token, api, accept };
}

test("the page about the wire is what the tables say", () => {
  if (process.env.UPDATE_PAGES === "yes") writeFileSync(page, renderWirePage());
  expect(readFileSync(page, "utf8")).toBe(renderWirePage());
});

test("every field that is served names its source, and every field named is served", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenLogin(sandbox, "sam");
  const { id, markers } = await control(sandbox, "POST", "/__offers", {});
  expect(differences([sam.token.body], tokenFields)).toEqual([]);
  expect(differences([(await sam.api("GET", "/v3/users/current/profile")).body], profileFields)).toEqual([]);
  const listed = (await sam.api("GET", `${orders}?${open}&$count=true&${everything}`)).body ?? {};
  expect(differences([{ ...listed, value: [] }], listFields)).toEqual([]);
  const order = { ...(await sam.api("GET", `${orders}(${id})?${everything}`)).body };
  delete order["@odata.context"];
  expect(differences([order, ...(listed.value as unknown[])], workOrderFields)).toEqual([]);
  for (const marker of markers) expect(JSON.stringify(order)).toContain(marker);
  const marked = pathsOf(order, "", (leaf) => String(leaf).includes("HFM-"));
  expect(marked.filter((path) => !workOrderFields[path]?.[1]?.startsWith("never kept"))).toEqual([]);
  expect(differences([(await sam.accept(id)).body], statusFields)).toEqual([]);
  expect(differences([(await sam.accept(1)).body], refusalFields)).toEqual([]);
});

test("an order has only what was selected, and of its place and provider only what was expanded", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenLogin(sandbox, "sam");
  const { id } = await control(sandbox, "POST", "/__offers", { timeZone: "America/New_York" });
  const query = `${open}&$select=Id,Trade&$expand=Location($select=TimeZone),Provider($select=Id)`;
  const expected = { Id: id, Trade: "Point of Sale", Location: { TimeZone: "America/New_York" }, Provider: { Id: sam.id } };
  expect((await sam.api("GET", `${orders}?${query}`)).body?.value).toEqual([expected]);
  expect((await sam.api("GET", `${orders}(${id})?${query}`)).body).toMatchObject(expected);
  expect(Object.keys((await sam.api("GET", `${orders}(${id})`)).body ?? {})).not.toContain("Location");
  for (const wrong of ["$select=Id,Nothing", "$expand=Nothing", "$expand=Location($top=1)"])
    expect((await sam.api("GET", `${orders}(${id})?${wrong}`)).status).toBe(400);
});

test("a wrong password is an invalid grant, an unknown client is sent to the login page, and a refresh token works once", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenLogin(sandbox, "sam");
  const wrong = { grant_type: "password", username: "sam", password: "wrong" };
  expect(await sam.form(wrong)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  expect(await sam.form(wrong, "another-secret")).toMatchObject({ status: 302, location: "/Account/LogOn" });
  expect((await sam.call("GET", "/Account/LogOn")).status).toBe(200);
  const refresh = { grant_type: "refresh_token", refresh_token: String(sam.token.body?.refresh_token) };
  expect(await sam.form(refresh)).toMatchObject({ status: 200, body: { expires_in: 600 } });
  expect(await sam.form(refresh)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});

test("one order is offered on both wires, and whoever takes it on one has it on the other", async () => {
  const sandbox = await givenSandbox();
  const [sam, kim] = [await givenLogin(sandbox, "sam"), await givenProvider(sandbox, "kim")];
  const { id } = await control(sandbox, "POST", "/__offers", {});
  expect((await sam.accept(id)).status).toBe(200);
  expect((await kim.accept(id)).body).toMatchObject({ extra: { work_order: { unavailable: true } } });
  const second = await control(sandbox, "POST", "/__offers", {});
  expect((await kim.accept(second.id)).status).toBe(200);
  expect(await sam.accept(second.id)).toMatchObject({ status: 403, body: { ErrorCodes: [504] } });
  const { platform } = await control<{ platform: { calls: { platform: string; operation: string }[] } }>(sandbox, "GET", "/__world");
  expect(new Set(platform.calls.filter(({ operation }) => operation === "assignee").map((one) => one.platform))).toEqual(
    new Set(["service-channel", "field-nation"]),
  );
});
