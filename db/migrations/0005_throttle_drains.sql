ALTER TABLE "throttles" ADD COLUMN "forgotten_at" timestamp with time zone;--> statement-breakpoint
UPDATE "throttles" SET "forgotten_at" = "last_failed_at" + least("failures", 24) * interval '1 hour';--> statement-breakpoint
ALTER TABLE "throttles" ALTER COLUMN "forgotten_at" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "throttles_forgotten" ON "throttles" USING btree ("forgotten_at");--> statement-breakpoint
ALTER TABLE "throttles" DROP COLUMN "failures";--> statement-breakpoint
ALTER TABLE "throttles" DROP COLUMN "last_failed_at";
