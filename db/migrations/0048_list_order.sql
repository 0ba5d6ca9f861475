CREATE INDEX "anomalies_by_last" ON "anomalies" USING btree ("last_at","id");--> statement-breakpoint
CREATE INDEX "blocks_by_until" ON "blocks" USING btree ("until","id");--> statement-breakpoint
CREATE INDEX "incidents_by_known" ON "incidents" USING btree ("discovered_at","id");