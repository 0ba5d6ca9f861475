CREATE TABLE "clause_evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"clause" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"reference" text NOT NULL,
	"recorded_by" uuid NOT NULL,
	"author_role" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"valid_until" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" uuid,
	CONSTRAINT "clause_evidence_texts" CHECK (length("clause_evidence"."title") between 1 and 120 and length("clause_evidence"."text") between 1 and 2000 and length("clause_evidence"."reference") between 1 and 500),
	CONSTRAINT "clause_evidence_time" CHECK ("clause_evidence"."valid_until" > "clause_evidence"."recorded_at" and "clause_evidence"."valid_until" <= "clause_evidence"."recorded_at" + interval '3 years'),
	CONSTRAINT "clause_evidence_withdrawn" CHECK (("clause_evidence"."withdrawn_at" is null) = ("clause_evidence"."withdrawn_by" is null))
);
--> statement-breakpoint
CREATE TABLE "processor_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"purpose" text NOT NULL,
	"data" text NOT NULL,
	"region" text NOT NULL,
	"hosts" text[] NOT NULL,
	"urgent_reason" text DEFAULT '' NOT NULL,
	"announced_by" uuid NOT NULL,
	"announced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	"mailed_at" timestamp with time zone,
	"applied_at" timestamp with time zone,
	"called_off_at" timestamp with time zone,
	CONSTRAINT "processor_changes_notice" CHECK ("processor_changes"."effective_at" >= "processor_changes"."announced_at" + interval '14 days' or ("processor_changes"."urgent_reason" <> '' and "processor_changes"."effective_at" >= "processor_changes"."announced_at")),
	CONSTRAINT "processor_changes_settled" CHECK ("processor_changes"."applied_at" is null or "processor_changes"."called_off_at" is null),
	CONSTRAINT "processor_changes_applied" CHECK ("processor_changes"."applied_at" is null or ("processor_changes"."mailed_at" is not null and "processor_changes"."applied_at" >= "processor_changes"."effective_at"))
);
--> statement-breakpoint
CREATE TABLE "processors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"purpose" text NOT NULL,
	"data" text NOT NULL,
	"region" text NOT NULL,
	"hosts" text[] NOT NULL,
	"agreement" text,
	"agreed_on" date,
	"certificate" text,
	"certificate_until" date,
	"reviewed_on" date,
	"review_due" date,
	"since" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "processors_agreement" CHECK (("processors"."agreement" is null) = ("processors"."agreed_on" is null)),
	CONSTRAINT "processors_certificate" CHECK (("processors"."certificate" is null) = ("processors"."certificate_until" is null)),
	CONSTRAINT "processors_review" CHECK (("processors"."reviewed_on" is null) = ("processors"."review_due" is null))
);
--> statement-breakpoint
ALTER TABLE "clause_evidence" ADD CONSTRAINT "clause_evidence_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clause_evidence" ADD CONSTRAINT "clause_evidence_withdrawn_by_accounts_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "processor_changes" ADD CONSTRAINT "processor_changes_announced_by_accounts_id_fk" FOREIGN KEY ("announced_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clause_evidence_of_clause" ON "clause_evidence" USING btree ("clause","valid_until");--> statement-breakpoint
CREATE UNIQUE INDEX "processor_changes_one_a_processor" ON "processor_changes" USING btree ("code") WHERE "processor_changes"."applied_at" is null and "processor_changes"."called_off_at" is null;--> statement-breakpoint
CREATE INDEX "processor_changes_announced" ON "processor_changes" USING btree ("announced_at");--> statement-breakpoint
CREATE UNIQUE INDEX "processors_code" ON "processors" USING btree ("code") WHERE "processors"."withdrawn_at" is null;