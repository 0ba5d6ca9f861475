CREATE TABLE "corrective_actions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"text" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"link" text,
	"done_at" timestamp with time zone,
	"done_by" text,
	CONSTRAINT "corrective_actions_done" CHECK (("corrective_actions"."done_at" is null) = ("corrective_actions"."link" is null))
);
--> statement-breakpoint
CREATE TABLE "incident_filings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"authority" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone,
	"state" text DEFAULT 'due' NOT NULL,
	"reference" text,
	"copy" text,
	"reason" text,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	CONSTRAINT "incident_filings_decided" CHECK (("incident_filings"."state" = 'due') = ("incident_filings"."decided_at" is null)),
	CONSTRAINT "incident_filings_filed" CHECK ("incident_filings"."state" <> 'filed' or ("incident_filings"."reference" is not null and "incident_filings"."copy" is not null)),
	CONSTRAINT "incident_filings_reason" CHECK ("incident_filings"."state" <> 'not_required' or "incident_filings"."reason" is not null),
	CONSTRAINT "incident_filings_copy" CHECK (length("incident_filings"."copy") <= 100000)
);
--> statement-breakpoint
CREATE TABLE "affected_findings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"criteria" jsonb NOT NULL,
	"asked_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"next_step_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"members" integer
);
--> statement-breakpoint
CREATE TABLE "affected_members" (
	"finding_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"lines" integer NOT NULL,
	"openings" integer NOT NULL,
	"first_at" timestamp with time zone,
	"last_at" timestamp with time zone,
	CONSTRAINT "affected_members_finding_id_account_id_pk" PRIMARY KEY("finding_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "incident_deliveries" (
	"notice_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"queued_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"refused_at" timestamp with time zone,
	"read_at" timestamp with time zone,
	CONSTRAINT "incident_deliveries_notice_id_account_id_pk" PRIMARY KEY("notice_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "incident_notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"finding_id" uuid NOT NULL,
	"template" text NOT NULL,
	"facts" jsonb NOT NULL,
	"drill" boolean NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"written_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"reviewed_by" text,
	"reviewed_at" timestamp with time zone,
	"self_reviewed" boolean DEFAULT false NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "incident_notices_reviewed" CHECK (("incident_notices"."state" = 'draft') = ("incident_notices"."reviewed_by" is null)),
	CONSTRAINT "incident_notices_by_another" CHECK ("incident_notices"."reviewed_by" is null or "incident_notices"."self_reviewed" = ("incident_notices"."reviewed_by" = "incident_notices"."written_by")),
	CONSTRAINT "incident_notices_sent" CHECK (("incident_notices"."state" = 'sent') = ("incident_notices"."sent_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "incident_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"kind" text NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"facts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_posts" (
	"incident_id" uuid PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"post_mortem" text DEFAULT '' NOT NULL,
	"drill" boolean NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"published_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"severity" text NOT NULL,
	"source" text NOT NULL,
	"drill" boolean NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"discovered_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"opened_by" text NOT NULL,
	"contained_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"lead_id" uuid,
	"scribe_id" uuid,
	CONSTRAINT "incidents_source_unique" UNIQUE("source"),
	CONSTRAINT "incidents_state" CHECK ("incidents"."state" in ('open', 'contained', 'resolved', 'closed')),
	CONSTRAINT "incidents_closed" CHECK (("incidents"."state" = 'closed') = ("incidents"."closed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "public_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"contact" text,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'received' NOT NULL,
	"outcome" text,
	"answer" text DEFAULT '' NOT NULL,
	"looked_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"handled_by" uuid,
	CONSTRAINT "public_reports_kind" CHECK ("public_reports"."kind" in ('vulnerability', 'access')),
	CONSTRAINT "public_reports_state" CHECK (("public_reports"."state" = 'received') = ("public_reports"."looked_at" is null) and ("public_reports"."state" = 'closed') = ("public_reports"."closed_at" is not null)),
	CONSTRAINT "public_reports_outcome" CHECK (("public_reports"."state" = 'closed') = ("public_reports"."outcome" is not null)),
	CONSTRAINT "public_reports_text" CHECK (length("public_reports"."text") between 1 and 5000 and length("public_reports"."answer") <= 2000)
);
--> statement-breakpoint
CREATE TABLE "stops" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"platform" text,
	"incident_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"stopped_by" text NOT NULL,
	"lifted_at" timestamp with time zone,
	"lifted_by" text,
	CONSTRAINT "stops_kind" CHECK ("stops"."kind" in ('vault', 'platform', 'everything')),
	CONSTRAINT "stops_platform" CHECK (("stops"."kind" = 'platform') = ("stops"."platform" is not null))
);
--> statement-breakpoint
ALTER TABLE "corrective_actions" ADD CONSTRAINT "corrective_actions_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrective_actions" ADD CONSTRAINT "corrective_actions_owner_id_accounts_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_filings" ADD CONSTRAINT "incident_filings_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affected_findings" ADD CONSTRAINT "affected_findings_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affected_members" ADD CONSTRAINT "affected_members_finding_id_affected_findings_id_fk" FOREIGN KEY ("finding_id") REFERENCES "public"."affected_findings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affected_members" ADD CONSTRAINT "affected_members_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_deliveries" ADD CONSTRAINT "incident_deliveries_notice_id_incident_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."incident_notices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_deliveries" ADD CONSTRAINT "incident_deliveries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_notices" ADD CONSTRAINT "incident_notices_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_notices" ADD CONSTRAINT "incident_notices_finding_id_affected_findings_id_fk" FOREIGN KEY ("finding_id") REFERENCES "public"."affected_findings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_entries" ADD CONSTRAINT "incident_entries_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_posts" ADD CONSTRAINT "incident_posts_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_lead_id_accounts_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_scribe_id_accounts_id_fk" FOREIGN KEY ("scribe_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_reports" ADD CONSTRAINT "public_reports_handled_by_accounts_id_fk" FOREIGN KEY ("handled_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stops" ADD CONSTRAINT "stops_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "corrective_actions_of_incident" ON "corrective_actions" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "corrective_actions_open" ON "corrective_actions" USING btree ("due_at") WHERE "corrective_actions"."done_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "incident_filings_one_an_authority" ON "incident_filings" USING btree ("incident_id","authority");--> statement-breakpoint
CREATE INDEX "affected_findings_of_incident" ON "affected_findings" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "affected_findings_due" ON "affected_findings" USING btree ("next_step_at") WHERE "affected_findings"."next_step_at" is not null;--> statement-breakpoint
CREATE INDEX "affected_members_of_account" ON "affected_members" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "incident_deliveries_of_account" ON "incident_deliveries" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "incident_notices_of_incident" ON "incident_notices" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "incident_entries_of_incident" ON "incident_entries" USING btree ("incident_id","at");--> statement-breakpoint
CREATE INDEX "incidents_under_way" ON "incidents" USING btree ("created_at") WHERE "incidents"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "public_reports_waiting" ON "public_reports" USING btree ("due_at") WHERE "public_reports"."closed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "stops_one_of_a_kind" ON "stops" USING btree ("kind",coalesce("platform", '')) WHERE "stops"."lifted_at" is null;--> statement-breakpoint
-- An incident goes forward only, and is closed when it is known what will prevent it, and each authority it was looked at for is settled.
CREATE FUNCTION incident_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF array_position(ARRAY['open', 'contained', 'resolved', 'closed'], NEW.state) <= array_position(ARRAY['open', 'contained', 'resolved', 'closed'], OLD.state) THEN
    RAISE EXCEPTION 'an incident does not go back' USING ERRCODE = 'check_violation', CONSTRAINT = 'incidents_forward';
  END IF;
  IF NEW.state = 'closed' AND (NOT EXISTS (SELECT 1 FROM corrective_actions a WHERE a.incident_id = NEW.id)
      OR EXISTS (SELECT 1 FROM corrective_actions a WHERE a.incident_id = NEW.id AND a.done_at IS NULL)) THEN
    RAISE EXCEPTION 'a corrective action is missing or open' USING ERRCODE = 'check_violation', CONSTRAINT = 'incidents_corrected';
  END IF;
  IF NEW.state = 'closed' AND EXISTS (SELECT 1 FROM incident_filings f WHERE f.incident_id = NEW.id AND f.state = 'due') THEN
    RAISE EXCEPTION 'an authority is not settled' USING ERRCODE = 'check_violation', CONSTRAINT = 'incidents_filed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER incidents_move BEFORE UPDATE OF state ON incidents FOR EACH ROW EXECUTE FUNCTION incident_moves();
--> statement-breakpoint
-- What became of a notice's mail is written beside the notice, in the transaction that settles the mail: the mail itself is kept for a short time.
CREATE FUNCTION incident_notice_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE incident_deliveries d SET sent_at = NEW.sent_at, refused_at = NEW.given_up_at WHERE d.notice_id = NEW.subject_id AND d.account_id = NEW.account_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER outbox_incident_notice AFTER UPDATE OF sent_at, given_up_at ON outbox FOR EACH ROW
  WHEN (NEW.template = 'incident-notice') EXECUTE FUNCTION incident_notice_settled();
--> statement-breakpoint
CREATE TRIGGER affected_findings_wake AFTER INSERT ON affected_findings FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();
