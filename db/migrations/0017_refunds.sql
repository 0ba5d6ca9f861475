CREATE TABLE "final_invoices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"because" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'due' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	"stripe_invoice_id" text,
	"total_cents" integer,
	CONSTRAINT "final_invoices_stripe_invoice_id_unique" UNIQUE("stripe_invoice_id"),
	CONSTRAINT "final_invoices_settled" CHECK (("final_invoices"."state" = 'settled') = ("final_invoices"."settled_at" is not null)),
	CONSTRAINT "final_invoices_total" CHECK (("final_invoices"."stripe_invoice_id" is null) = ("final_invoices"."total_cents" is null))
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"invoice_id" text NOT NULL,
	"line_id" text NOT NULL,
	"amount_cents" integer NOT NULL,
	"currency" text NOT NULL,
	"unused_cents" integer NOT NULL,
	"reason" text NOT NULL,
	"asked_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'due' NOT NULL,
	"refused_because" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	"stripe_credit_note_id" text,
	CONSTRAINT "refunds_stripe_credit_note_id_unique" UNIQUE("stripe_credit_note_id"),
	CONSTRAINT "refunds_amount" CHECK ("refunds"."amount_cents" > 0),
	CONSTRAINT "refunds_posted" CHECK (("refunds"."state" = 'posted') = ("refunds"."stripe_credit_note_id" is not null)),
	CONSTRAINT "refunds_refused" CHECK (("refunds"."state" = 'refused') = ("refunds"."refused_because" is not null))
);
--> statement-breakpoint
ALTER TABLE "final_invoices" ADD CONSTRAINT "final_invoices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "final_invoices_due" ON "final_invoices" USING btree ("next_attempt_at") WHERE "final_invoices"."state" = 'due';--> statement-breakpoint
CREATE INDEX "final_invoices_of_account" ON "final_invoices" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "refunds_due" ON "refunds" USING btree ("next_attempt_at") WHERE "refunds"."state" = 'due';--> statement-breakpoint
CREATE INDEX "refunds_of_account" ON "refunds" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "refunds_of_invoice" ON "refunds" USING btree ("invoice_id");--> statement-breakpoint
-- Refunds of one invoice are let in one after the other, and none that would take their sum above what is unused or what was paid.
CREATE FUNCTION refunds_within_remainder() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given bigint; paid bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('refunds:' || NEW.invoice_id, 0));
  -- A form that is sent again meets its own row by its key, whatever is left.
  IF EXISTS (SELECT 1 FROM refunds WHERE id = NEW.id) THEN RETURN NEW; END IF;
  SELECT coalesce(sum(amount_cents), 0) INTO given FROM refunds WHERE invoice_id = NEW.invoice_id AND state <> 'refused';
  SELECT amount_paid_cents INTO paid FROM invoices WHERE id = NEW.invoice_id AND account_id = NEW.account_id;
  IF paid IS NULL THEN
    RAISE EXCEPTION 'permission denied for the invoice' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF given + NEW.amount_cents > least(NEW.unused_cents, paid) THEN
    RAISE EXCEPTION 'more than is left to refund' USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_remainder';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER refunds_remainder BEFORE INSERT ON "refunds" FOR EACH ROW EXECUTE FUNCTION refunds_within_remainder();--> statement-breakpoint
CREATE TRIGGER refunds_wake AFTER INSERT ON "refunds" FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();--> statement-breakpoint
CREATE TRIGGER final_invoices_wake AFTER INSERT ON "final_invoices" FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();
