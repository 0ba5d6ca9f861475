import { expect, test } from "vitest";
import { readCertificate } from "@/lib/outbound/read-certificate";
import { answering, fine, givenServer, givenTcp, publicPlace } from "./given-server";

test("a certificate is read without a request being sent, and says whether a call would trust it", async () => {
  const { destination, asked } = await givenServer(fine);
  const read = await readCertificate(destination);
  expect(read).toMatchObject({ protocol: "TLSv1.3", mistrust: null });
  expect(read.validTo.getTime()).toBeGreaterThan(Date.now());
  expect(await readCertificate({ ...destination, authority: "" })).toMatchObject({ mistrust: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
  expect(asked).toEqual([]);
});

test("its reading is refused where a call would be, and ends in time where nobody speaks", async () => {
  const { destination } = publicPlace("holdfast.example");
  await expect(readCertificate(destination, { resolver: answering(["127.0.0.1"]) })).rejects.toMatchObject({ why: "not_public" });
  const { destination: plain } = publicPlace("127.0.0.1:443");
  await expect(readCertificate(plain)).rejects.toMatchObject({ kind: "refused", why: "not_public" });
  const silent = await givenTcp(() => undefined);
  await expect(readCertificate(silent.destination, { timeoutMs: 20 })).rejects.toMatchObject({ kind: "failed", why: "timeout" });
});
