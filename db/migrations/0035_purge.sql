CREATE TABLE "purge_receipts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "purge_receipts_one_under_way" ON "purge_receipts" USING btree ("rule") WHERE "purge_receipts"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "purge_receipts_of_rule" ON "purge_receipts" USING btree ("rule","finished_at");--> statement-breakpoint
CREATE INDEX "activity_past" ON "activity" USING btree ("at");--> statement-breakpoint
CREATE INDEX "decisions_past" ON "decisions" USING btree ("decided_at");--> statement-breakpoint
CREATE INDEX "offers_past" ON "offers" USING btree (coalesce("settled_at", "seen_at"));--> statement-breakpoint
CREATE INDEX "outbox_past" ON "outbox" USING btree (coalesce("sent_at", "given_up_at", "digest_at")) WHERE "outbox"."sent_at" is not null or "outbox"."given_up_at" is not null or "outbox"."digest_id" is not null;--> statement-breakpoint
CREATE INDEX "platform_events_past" ON "platform_events" USING btree ("received_at") WHERE "platform_events"."handled_at" is not null;