CREATE TABLE "credits" (
	"acceptance_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"because" text NOT NULL,
	"state" text DEFAULT 'due' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"posted_at" timestamp with time zone,
	"stripe_invoice_item_id" text,
	CONSTRAINT "credits_stripe_invoice_item_id_unique" UNIQUE("stripe_invoice_item_id"),
	CONSTRAINT "credits_posted" CHECK (("credits"."state" = 'posted') = ("credits"."stripe_invoice_item_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "offer_details" (
	"offer_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"external_cipher" text NOT NULL,
	"kind" text NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"window_end" timestamp with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"pay_cents" integer NOT NULL,
	"distance_miles" double precision,
	"type" text NOT NULL,
	"kept_until" timestamp with time zone NOT NULL,
	CONSTRAINT "offer_details_kind" CHECK ("offer_details"."kind" in ('routed', 'request')),
	CONSTRAINT "offer_details_window" CHECK ("offer_details"."window_start" < "offer_details"."window_end")
);
--> statement-breakpoint
CREATE TABLE "pauses" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "platform_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"delivery_id" text NOT NULL,
	"platform_user_id" text,
	"received_at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "intents" DROP CONSTRAINT "intents_settled";--> statement-breakpoint
ALTER TABLE "intents" DROP CONSTRAINT "intents_seen";--> statement-breakpoint
ALTER TABLE "offers" DROP CONSTRAINT "offers_state";--> statement-breakpoint
ALTER TABLE "acceptances" ADD COLUMN "next_look_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "acceptances" ADD COLUMN "moved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "acceptances" ADD COLUMN "conflict" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "acceptances" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "acceptances" ADD COLUMN "ended_because" text;--> statement-breakpoint
ALTER TABLE "activity" ADD COLUMN "offer_id" uuid;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "platform_user_id" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "assigned_read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "holds" ADD COLUMN "unit_day" date;
--> statement-breakpoint
-- Row security is forced on the owner too, and what follows looks at every member's rows.
ALTER TABLE holds NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE schedules NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE offers NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE holds SET unit_day = (lower(during) AT TIME ZONE coalesce((SELECT time_zone FROM schedules WHERE schedules.account_id = holds.account_id), 'UTC'))::date;
--> statement-breakpoint
ALTER TABLE "holds" ALTER COLUMN "unit_day" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "holds" DROP COLUMN "unit_month";
--> statement-breakpoint
-- Units were counted by month alone; all counts are taken anew from the holds that take them.
DROP TABLE unit_counts;
--> statement-breakpoint
CREATE TABLE "unit_counts" (
	"account_id" uuid NOT NULL CONSTRAINT "unit_counts_account_id_accounts_id_fk" REFERENCES accounts(id),
	"span" text NOT NULL,
	"starts" date NOT NULL,
	"taken" integer NOT NULL,
	CONSTRAINT "unit_counts_account_id_span_starts_pk" PRIMARY KEY("account_id","span","starts"),
	CONSTRAINT "unit_counts_taken" CHECK ("unit_counts"."taken" >= 0)
);
--> statement-breakpoint
INSERT INTO unit_counts (account_id, span, starts, taken)
  SELECT account_id, span, date_trunc(span, unit_day::timestamp)::date, count(*)
  FROM holds, unnest(ARRAY['day', 'week', 'month']) AS span
  WHERE released_at IS NULL
  GROUP BY 1, 2, 3;
--> statement-breakpoint
ALTER TABLE "holds" ADD COLUMN "conflict" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
-- Work that the buyer moved onto other work is told as a conflict; no constraint can forbid what has happened elsewhere.
ALTER TABLE holds DROP CONSTRAINT holds_no_overlap;
--> statement-breakpoint
ALTER TABLE holds ADD CONSTRAINT holds_no_overlap
  EXCLUDE USING gist (account_id WITH =, during WITH &&) WHERE (released_at IS NULL AND NOT conflict);
--> statement-breakpoint
ALTER TABLE "intents" ADD COLUMN "by" text NOT NULL DEFAULT 'rules';--> statement-breakpoint
ALTER TABLE "intents" ALTER COLUMN "by" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "intents" ADD COLUMN "kind" text NOT NULL DEFAULT 'routed';--> statement-breakpoint
ALTER TABLE "intents" ALTER COLUMN "kind" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "intents" ADD COLUMN "request_cipher" text;--> statement-breakpoint
ALTER TABLE "intents" ADD COLUMN "requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "intents" ADD COLUMN "request_expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "intents" ADD COLUMN "withdraw_because" text;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "fitted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "requested_at" timestamp with time zone;
--> statement-breakpoint
UPDATE offers SET fitted_at = seen_at WHERE state <> 'skipped';
--> statement-breakpoint
ALTER TABLE "platform_permits" ADD COLUMN "paused_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "platform_permits" ADD COLUMN "shape_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "minimum_hourly_cents" integer;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "minimum_device_cents" integer;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "minimum_blended_cents" integer;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "lead_time_floors" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "types" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "include_words" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "exclude_words" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "minimum_notice_minutes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "shortest_minutes" integer;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "longest_minutes" integer;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "units_per_day" integer;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "units_per_week" integer;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "spend_cap_cents" integer;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "preferred_days" smallint[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "blocked_days" smallint[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "inside_withdrawal" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "before_minutes" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "after_minutes" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credits" ADD CONSTRAINT "credits_acceptance_id_charges_acceptance_id_fk" FOREIGN KEY ("acceptance_id") REFERENCES "public"."charges"("acceptance_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credits" ADD CONSTRAINT "credits_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_details" ADD CONSTRAINT "offer_details_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_details" ADD CONSTRAINT "offer_details_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pauses" ADD CONSTRAINT "pauses_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credits_due" ON "credits" USING btree ("next_attempt_at") WHERE "credits"."state" = 'due';--> statement-breakpoint
CREATE INDEX "credits_of_account" ON "credits" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "offer_details_due" ON "offer_details" USING btree ("kept_until");--> statement-breakpoint
CREATE UNIQUE INDEX "platform_events_once" ON "platform_events" USING btree ("platform","delivery_id");--> statement-breakpoint
CREATE INDEX "platform_events_waiting" ON "platform_events" USING btree ("received_at") WHERE "platform_events"."handled_at" is null;--> statement-breakpoint
CREATE INDEX "acceptances_to_look_at" ON "acceptances" USING btree ("next_look_at") WHERE "acceptances"."next_look_at" is not null;--> statement-breakpoint
CREATE INDEX "activity_of_offer" ON "activity" USING btree ("offer_id") WHERE "activity"."offer_id" is not null;--> statement-breakpoint
CREATE INDEX "connections_of_platform_user" ON "connections" USING btree ("platform","platform_user_id");--> statement-breakpoint
ALTER TABLE "acceptances" ADD CONSTRAINT "acceptances_ended" CHECK (("acceptances"."ended_at" is null) = ("acceptances"."ended_because" is null));--> statement-breakpoint
ALTER TABLE "acceptances" ADD CONSTRAINT "acceptances_ended_because" CHECK ("acceptances"."ended_because" in ('cancelled', 'given_back'));--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_mode" CHECK ("connections"."mode" in ('off', 'dry_run', 'notify', 'ask', 'auto'));--> statement-breakpoint
ALTER TABLE "unit_counts" ADD CONSTRAINT "unit_counts_span" CHECK ("unit_counts"."span" in ('day', 'week', 'month'));--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_by" CHECK ("intents"."by" in ('rules', 'member'));--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_kind" CHECK ("intents"."kind" in ('routed', 'request'));--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_requested" CHECK ("intents"."state" <> 'requested' or ("intents"."kind" = 'request' and "intents"."requested_at" is not null));--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_settled" CHECK (("intents"."settled_at" is null) = ("intents"."state" in ('intended', 'calling', 'requested')));--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_seen" CHECK ("intents"."state" not in ('calling', 'requested') or "intents"."seen_unassigned_at" is not null);--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_state" CHECK ("offers"."state" in ('skipped', 'dry_run', 'notified', 'asking', 'declined', 'expired', 'accepting', 'requested', 'accepted', 'lost', 'cancelled'));--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_caps" CHECK ("rules"."units_per_day" > 0 and "rules"."units_per_week" > 0 and "rules"."spend_cap_cents" >= 0);--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_margins" CHECK ("schedules"."before_minutes" between 0 and 240 and "schedules"."after_minutes" between 0 and 240);
--> statement-breakpoint
CREATE TRIGGER platform_events_wake AFTER INSERT ON platform_events FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();
