CREATE TABLE "key_status" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"provider" text NOT NULL,
	"roots" jsonb NOT NULL,
	"connection_keys" integer NOT NULL,
	"superseded_connection_keys" integer NOT NULL,
	"oldest_connection_key_at" timestamp with time zone,
	"public_keys" jsonb NOT NULL,
	CONSTRAINT "key_status_one_row" CHECK ("key_status"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "key_tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"asked_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"next_step_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"new_key_id" text,
	"total" integer,
	"done" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "key_tasks_end" CHECK (("key_tasks"."next_step_at" is null) = ("key_tasks"."finished_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "earlier_key_id" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "earlier_key_statement" text;--> statement-breakpoint
CREATE UNIQUE INDEX "key_tasks_one_of_a_kind" ON "key_tasks" USING btree ("kind") WHERE "key_tasks"."finished_at" is null;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_earlier_key" CHECK (("connections"."earlier_key_id" is null) = ("connections"."earlier_key_statement" is null));--> statement-breakpoint
CREATE TRIGGER key_tasks_wake AFTER INSERT OR UPDATE OF "next_step_at" ON "key_tasks" FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();
