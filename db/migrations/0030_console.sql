-- Finds addresses by a part of them (three letters at a time) without reading every row.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "member_cap" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"most" integer,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "member_cap_one_row" CHECK ("member_cap"."id" = 1),
	CONSTRAINT "member_cap_most" CHECK ("member_cap"."most" >= 0)
);
--> statement-breakpoint
DROP INDEX "invites_by_email";--> statement-breakpoint
CREATE INDEX "accounts_in_state" ON "accounts" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "accounts_of_role" ON "accounts" USING btree ("role","id") WHERE "accounts"."role" is not null;--> statement-breakpoint
CREATE INDEX "accounts_members" ON "accounts" USING btree ("id") WHERE "accounts"."role" is null and "accounts"."state" = 'active';--> statement-breakpoint
CREATE INDEX "accounts_email_trigrams" ON "accounts" USING gin ("email" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "invites_email_trigrams" ON "invites" USING gin ("email" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "invites_by_expiry" ON "invites" USING btree ("expires_at","id");--> statement-breakpoint
CREATE INDEX "invites_unused" ON "invites" USING btree ("expires_at","id") WHERE "invites"."redeemed_at" is null and "invites"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "invites_redeemed_list" ON "invites" USING btree ("id") WHERE "invites"."redeemed_at" is not null;--> statement-breakpoint
CREATE INDEX "invites_revoked_list" ON "invites" USING btree ("id") WHERE "invites"."revoked_at" is not null;--> statement-breakpoint
CREATE INDEX "outbox_of_invite" ON "outbox" USING btree ("subject_id") WHERE "outbox"."template" = 'invite';--> statement-breakpoint
CREATE INDEX "differences_by_amount" ON "differences" USING btree ("amount_cents","id");--> statement-breakpoint
CREATE INDEX "differences_open" ON "differences" USING btree ("found_at","id") WHERE "differences"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "differences_by_time" ON "differences" USING btree ("found_at","id");--> statement-breakpoint
CREATE INDEX "invites_by_email" ON "invites" USING btree ("email","id");