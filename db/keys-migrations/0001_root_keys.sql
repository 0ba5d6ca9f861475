CREATE TABLE "root_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"proof" "bytea" NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"superseded_at" timestamp with time zone,
	"retired_at" timestamp with time zone,
	CONSTRAINT "root_keys_version_unique" UNIQUE("version")
);
--> statement-breakpoint
DROP INDEX "connection_keys_of_connection";--> statement-breakpoint
ALTER TABLE "connection_keys" ADD COLUMN "generation" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "connection_keys" ADD COLUMN "superseded_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "connection_keys_generation" ON "connection_keys" USING btree ("connection_id","generation");--> statement-breakpoint
CREATE INDEX "connection_keys_by_root" ON "connection_keys" USING btree ("root_key_id");--> statement-breakpoint
CREATE INDEX "connection_keys_by_age" ON "connection_keys" USING btree ("superseded_at","created_at");