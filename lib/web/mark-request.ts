import type { IncomingMessage } from "node:http";
import { publicUrl, webEnv } from "@/lib/base/env";
import { newSecretId } from "@/lib/base/ids";
import { clientAddress, isTrusted } from "@/lib/edge/client-address";
import { activityHeader, addressHeader, isInternalHeader } from "@/lib/edge/internal-headers";
import { isActivity } from "@/lib/web/request-kind";

/** Only a built or public file could heed these, and Next answers one that does not hold with a 500: RFC 9110 lets a server serve it whole. */
const partial = ["range", "if-range", "if-match", "if-unmodified-since"];

/** Where a request comes from, by its socket and what the trusted proxies say. To be asked before `markRequest`. */
export function addressOf({ headers, socket }: IncomingMessage): string {
  const forwardedFor = headers["x-forwarded-for"];
  return clientAddress(socket.remoteAddress ?? "", forwardedFor === undefined ? null : String(forwardedFor), webEnv().TRUSTED_PROXIES);
}

const foreignId = /^[\w-]{8,64}$/;

/** What a request is called in the log: a new id, or the one that a trusted proxy has given it. One that anybody else sends is not heeded. */
export function requestIdOf({ headers, socket }: IncomingMessage): string {
  const given = headers["x-request-id"];
  const isOfProxy = typeof given === "string" && foreignId.test(given) && isTrusted(socket.remoteAddress ?? "", webEnv().TRUSTED_PROXIES);
  return isOfProxy ? given : newSecretId();
}

/**
 * Replaces what a client may claim about itself by what is known: its address, the one host and scheme that the site is reached under, and
 * whether a person is behind it.
 */
export function markRequest({ headers }: IncomingMessage, address: string): void {
  for (const name of Object.keys(headers)) if (isInternalHeader(name) || partial.includes(name)) delete headers[name];
  const { host, protocol } = new URL(publicUrl());
  headers[addressHeader] = address;
  headers[activityHeader] = isActivity(headers) ? "yes" : "no";
  headers["x-forwarded-for"] = address;
  headers["x-forwarded-host"] = host;
  headers["x-forwarded-proto"] = protocol.slice(0, -1);
}
