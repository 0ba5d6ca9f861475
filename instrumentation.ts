import type { Instrumentation } from "next";
import { describeError, log } from "@/lib/base/log";

/** One line for each thing that a page, an action or a handler threw and nobody expected. The path is the route's, never what was asked for. */
export const onRequestError: Instrumentation.onRequestError = (thrown, request, context) => {
  const digest = thrown instanceof Error && "digest" in thrown ? String(thrown.digest) : undefined;
  log.error("request failed", {
    method: request.method,
    route: context.routePath,
    kind: context.routeType,
    digest,
    ...describeError(thrown),
  });
};
