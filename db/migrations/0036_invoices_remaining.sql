ALTER TABLE "invoices" ADD COLUMN "remaining_cents" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What an open invoice bears of a credit is read with it the next time; until then it shows its whole total, as before.
UPDATE "invoices" SET "remaining_cents" = greatest("total_cents" - "amount_paid_cents", 0) WHERE "status" = 'open';
