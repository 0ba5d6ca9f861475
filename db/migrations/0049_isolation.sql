CREATE TABLE "installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"environment" text NOT NULL,
	"id" uuid NOT NULL,
	"marked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "installation_one" CHECK ("installation"."only"),
	CONSTRAINT "installation_environment" CHECK ("installation"."environment" in ('sandbox', 'staging', 'production'))
);
--> statement-breakpoint
CREATE TABLE "patch_status" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"findings" jsonb NOT NULL,
	CONSTRAINT "patch_status_one_row" CHECK ("patch_status"."id" = 1)
);
