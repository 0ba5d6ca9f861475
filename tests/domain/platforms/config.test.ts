import { expect, test } from "vitest";
import { parsePlatforms } from "@/lib/platforms/config";

const client = { clientId: "id", clientSecret: "a-client-secret" };
const withHost = (host: string, more: object = {}) => JSON.stringify({ "field-nation": { host, ...client, ...more } });
const refusal = (text: string, isSandbox: boolean) => {
  try {
    parsePlatforms(text, isSandbox);
    return "none";
  } catch (thrown) {
    return String(thrown);
  }
};

test("a platform with a public name serves everywhere", () => {
  expect(parsePlatforms(withHost("api.fieldnation.com"), false)["field-nation"]).toMatchObject({ callsPerMinute: 120 });
});

test.each([
  "127.0.0.1:8443",
  "10.0.0.7",
  "2130706433",
  "localhost:8443",
  "platform",
  "platform.internal",
  "platform.localhost",
  "127.1",
  "a..b",
  "api.fieldnation.com:8443",
])("%s is a host of the sandbox alone", (host) => {
  expect(refusal(withHost(host), true)).toBe("none");
  expect(refusal(withHost(host), false)).toContain("field-nation.host: must be a public name");
});

test("a private authority is believed in the sandbox alone", () => {
  const text = withHost("api.fieldnation.com", { authority: "ca.pem" });
  expect(refusal(text, true)).toBe("none");
  expect(refusal(text, false)).toContain("field-nation.authority: belongs to the sandbox");
});

test("ServiceChannel may have a second host for what follows the login, under the same conditions", () => {
  const channel = (more: object) => JSON.stringify({ "service-channel": { host: "login.servicechannel.com", ...client, ...more } });
  const apiHost = "api.servicechannel.com";
  expect(parsePlatforms(channel({ apiHost }), false)["service-channel"]).toMatchObject({ apiHost, callsPerMinute: 20 });
  expect(refusal(channel({}), false)).toBe("none");
  expect(refusal(channel({ apiHost: "127.0.0.1:8443" }), false)).toContain("service-channel.apiHost: must be a public name");
  expect(refusal(withHost("api.fieldnation.com", { apiHost }), false)).toMatch(/^Error: PLATFORMS: /);
});

test.each([
  ["cut off", withHost("api.fieldnation.com").slice(0, -8)],
  ["with an unknown setting", withHost("api.fieldnation.com", { verify: false })],
  ["with a path in the host", withHost("api.fieldnation.com/v2")],
  ["of another platform", JSON.stringify({ elsewhere: { host: "a.example", ...client } })],
  ["that is a list", "[]"],
])("a file %s is refused without quoting it", (_, text) => {
  expect(refusal(text, true)).toMatch(/^Error: PLATFORMS: /);
  expect(refusal(text, true)).not.toContain(client.clientSecret.slice(0, 5));
});
