import { writeMetrics } from "@/lib/oversight/metrics/write-metrics";
import { metricsHandler } from "@/lib/web/metrics-handler";

export const GET = metricsHandler(writeMetrics);
