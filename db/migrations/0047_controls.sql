CREATE TABLE "control_asks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"asked_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"taken_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "control_days" (
	"day" date NOT NULL,
	"check_id" text NOT NULL,
	"holds" integer DEFAULT 0 NOT NULL,
	"fails" integer DEFAULT 0 NOT NULL,
	"unknown" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "control_days_day_check_id_pk" PRIMARY KEY("day","check_id")
);
--> statement-breakpoint
CREATE TABLE "control_results" (
	"id" uuid PRIMARY KEY NOT NULL,
	"check_id" text NOT NULL,
	"result" text NOT NULL,
	"looked" integer NOT NULL,
	"seen" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"took_ms" integer NOT NULL,
	CONSTRAINT "control_results_result" CHECK ("control_results"."result" in ('holds', 'fails', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "control_states" (
	"check_id" text PRIMARY KEY NOT NULL,
	"result" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"looked" integer NOT NULL,
	"seen" text NOT NULL,
	"took_ms" integer NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"unknowns" integer DEFAULT 0 NOT NULL,
	"held_at" timestamp with time zone,
	"alarmed_at" timestamp with time zone,
	CONSTRAINT "control_states_result" CHECK ("control_states"."result" in ('holds', 'fails', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "evidence_statements" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"jws" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "expected_rights" (
	"line" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "heartbeats" (
	"name" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "control_asks_open" ON "control_asks" USING btree ("created_at") WHERE "control_asks"."taken_at" is null;--> statement-breakpoint
CREATE INDEX "control_results_past" ON "control_results" USING btree ("at");--> statement-breakpoint
CREATE INDEX "control_results_of_check" ON "control_results" USING btree ("check_id","at");--> statement-breakpoint
CREATE TRIGGER control_asks_wake AFTER INSERT ON "control_asks" FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();
