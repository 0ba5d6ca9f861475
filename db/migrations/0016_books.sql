CREATE TABLE "billing_rounds" (
	"name" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"cursor" text,
	"finished_at" timestamp with time zone,
	"outcome" text,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "interim_invoices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"state" text DEFAULT 'due' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"stripe_invoice_id" text,
	"drawn_at" timestamp with time zone,
	CONSTRAINT "interim_invoices_stripe_invoice_id_unique" UNIQUE("stripe_invoice_id"),
	CONSTRAINT "interim_invoices_drawn" CHECK (("interim_invoices"."state" = 'drawn') = ("interim_invoices"."drawn_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "differences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid,
	"ours" text NOT NULL,
	"theirs" text NOT NULL,
	"amount_cents" integer NOT NULL,
	"repair" text NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"seen_run_id" uuid NOT NULL,
	"settled_at" timestamp with time zone,
	"settled_how" text,
	"repair_asked_by" text,
	"repair_asked_at" timestamp with time zone,
	"repair_reason" text,
	"repair_next_at" timestamp with time zone,
	"repair_attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "differences_settled" CHECK (("differences"."settled_at" is null) = ("differences"."settled_how" is null)),
	CONSTRAINT "differences_asked" CHECK ("differences"."repair_next_at" is null or "differences"."repair_asked_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "reconcile_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"asked_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"next_step_at" timestamp with time zone,
	"stage" text DEFAULT 'members' NOT NULL,
	"cursor" text,
	"compared" integer DEFAULT 0 NOT NULL,
	"unread" integer DEFAULT 0 NOT NULL,
	"differences" integer DEFAULT 0 NOT NULL,
	"fresh" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "reconcile_runs_end" CHECK (("reconcile_runs"."next_step_at" is null) = ("reconcile_runs"."finished_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "charges" ADD COLUMN "reposts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credits" ADD COLUMN "reposts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "interim_invoices" ADD CONSTRAINT "interim_invoices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "differences" ADD CONSTRAINT "differences_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "differences" ADD CONSTRAINT "differences_seen_run_id_reconcile_runs_id_fk" FOREIGN KEY ("seen_run_id") REFERENCES "public"."reconcile_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "interim_invoices_one_due" ON "interim_invoices" USING btree ("account_id") WHERE "interim_invoices"."state" = 'due';--> statement-breakpoint
CREATE INDEX "interim_invoices_due" ON "interim_invoices" USING btree ("next_attempt_at") WHERE "interim_invoices"."state" = 'due';--> statement-breakpoint
CREATE UNIQUE INDEX "differences_once" ON "differences" USING btree ("key") WHERE "differences"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "differences_to_repair" ON "differences" USING btree ("repair_next_at") WHERE "differences"."repair_next_at" is not null;--> statement-breakpoint
CREATE INDEX "differences_of_account" ON "differences" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reconcile_runs_one_under_way" ON "reconcile_runs" USING btree ((true)) WHERE "reconcile_runs"."finished_at" is null;--> statement-breakpoint
INSERT INTO "billing_rounds" ("name", "next_at") VALUES ('prices', now()), ('events', now()), ('subscriptions', date_trunc('day', now(), 'UTC') + interval '27 hours'), ('reconcile', date_trunc('day', now(), 'UTC') + interval '28 hours');--> statement-breakpoint
ALTER TABLE "billing_rounds" ADD CONSTRAINT "billing_rounds_name" CHECK ("name" IN ('prices', 'events', 'subscriptions', 'reconcile'));--> statement-breakpoint
CREATE TRIGGER reconcile_runs_wake AFTER INSERT ON "reconcile_runs" FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();--> statement-breakpoint
CREATE TRIGGER differences_wake AFTER UPDATE OF "repair_next_at" ON "differences" FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();
