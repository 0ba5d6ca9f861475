DROP INDEX "requests_erasures";--> statement-breakpoint
CREATE INDEX "requests_going_on" ON "requests" USING btree ("taken_at") WHERE "requests"."kind" in ('erase-account', 'keep-plan');