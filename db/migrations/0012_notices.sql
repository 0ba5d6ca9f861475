CREATE TABLE "notice_digests" (
	"account_id" uuid NOT NULL,
	"day" date NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notice_digests_account_id_day_pk" PRIMARY KEY("account_id","day")
);
--> statement-breakpoint
CREATE TABLE "notice_settings" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"questions" text DEFAULT 'at_once' NOT NULL,
	"offers" text DEFAULT 'at_once' NOT NULL,
	"work" text DEFAULT 'at_once' NOT NULL,
	"connection" text DEFAULT 'at_once' NOT NULL,
	"quiet_start_minute" smallint,
	"quiet_end_minute" smallint,
	"digest_minute" smallint DEFAULT 1080 NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notice_settings_questions" CHECK ("notice_settings"."questions" in ('at_once', 'never')),
	CONSTRAINT "notice_settings_choices" CHECK ("notice_settings"."offers" in ('at_once', 'digest', 'never') and "notice_settings"."work" in ('at_once', 'digest', 'never') and "notice_settings"."connection" in ('at_once', 'digest', 'never')),
	CONSTRAINT "notice_settings_quiet" CHECK (("notice_settings"."quiet_start_minute" is null) = ("notice_settings"."quiet_end_minute" is null) and "notice_settings"."quiet_start_minute" between 0 and 1439 and "notice_settings"."quiet_end_minute" between 0 and 1439 and "notice_settings"."quiet_start_minute" <> "notice_settings"."quiet_end_minute"),
	CONSTRAINT "notice_settings_digest" CHECK ("notice_settings"."digest_minute" between 0 and 1439)
);
--> statement-breakpoint
DROP INDEX "outbox_due";--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "digest_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "digest_id" uuid;--> statement-breakpoint
ALTER TABLE "notice_digests" ADD CONSTRAINT "notice_digests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_settings" ADD CONSTRAINT "notice_settings_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_digest_due" ON "outbox" USING btree ("digest_at") WHERE "outbox"."digest_at" is not null and "outbox"."digest_id" is null and "outbox"."given_up_at" is null;--> statement-breakpoint
CREATE INDEX "outbox_of_digest" ON "outbox" USING btree ("digest_id") WHERE "outbox"."digest_id" is not null;--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("next_attempt_at") WHERE "outbox"."sent_at" is null and "outbox"."given_up_at" is null and "outbox"."digest_at" is null;
--> statement-breakpoint
-- Says to whom something has changed, and nothing else: web passes it on to the pages that the account has open.
CREATE FUNCTION notify_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('holdfast_changed', coalesce(NEW.account_id, OLD.account_id)::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER offers_tell AFTER INSERT OR UPDATE OF state ON offers FOR EACH ROW EXECUTE FUNCTION notify_account();
--> statement-breakpoint
CREATE TRIGGER intents_tell AFTER INSERT OR UPDATE OF state ON intents FOR EACH ROW EXECUTE FUNCTION notify_account();
--> statement-breakpoint
CREATE TRIGGER acceptances_tell AFTER INSERT OR UPDATE OF moved_at, conflict, ended_at ON acceptances FOR EACH ROW EXECUTE FUNCTION notify_account();
--> statement-breakpoint
CREATE TRIGGER charges_tell AFTER INSERT OR UPDATE OF state ON charges FOR EACH ROW EXECUTE FUNCTION notify_account();
--> statement-breakpoint
CREATE TRIGGER pauses_tell AFTER INSERT OR UPDATE OR DELETE ON pauses FOR EACH ROW EXECUTE FUNCTION notify_account();
--> statement-breakpoint
CREATE TRIGGER connections_tell_first AFTER INSERT ON connections FOR EACH ROW EXECUTE FUNCTION notify_account();
--> statement-breakpoint
-- Each look at a platform writes to its connection; only what a page shows is told.
CREATE TRIGGER connections_tell AFTER UPDATE OF state, mode ON connections FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.mode IS DISTINCT FROM NEW.mode) EXECUTE FUNCTION notify_account();
