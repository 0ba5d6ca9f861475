ALTER TABLE "processor_changes" DROP CONSTRAINT "processor_changes_mailed";--> statement-breakpoint
ALTER TABLE "processor_changes" ADD COLUMN "recalled_to" uuid;--> statement-breakpoint
ALTER TABLE "processor_changes" ADD COLUMN "recalled_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "outbox_of_change" ON "outbox" USING btree ("subject_id","account_id") WHERE "outbox"."template" = 'processor-change' and "outbox"."sent_at" is null and "outbox"."given_up_at" is null;--> statement-breakpoint
ALTER TABLE "processor_changes" ADD CONSTRAINT "processor_changes_recalled" CHECK (("processor_changes"."recalled_to" is null and "processor_changes"."recalled_at" is null) or ("processor_changes"."called_off_at" is not null and ("processor_changes"."recalled_to" is null or "processor_changes"."recalled_at" is null)));--> statement-breakpoint
-- A change that members have been told of, and that is not in effect, forgot up to whom. The rights that follow each migration force row security again.
ALTER TABLE "processor_changes" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "accounts" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "processor_changes" c SET "mailed_to" = (SELECT a."id" FROM "accounts" a WHERE a."created_at" <= c."mailed_at" ORDER BY a."id" DESC LIMIT 1)
  WHERE c."mailed_at" IS NOT NULL AND c."applied_at" IS NULL AND c."called_off_at" IS NULL;
