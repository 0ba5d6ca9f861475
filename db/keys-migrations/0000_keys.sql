CREATE TABLE "connection_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"connection_id" uuid NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"root_key_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "credential_floors" (
	"connection_id" uuid PRIMARY KEY NOT NULL,
	"lowest_version" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "connection_keys_of_connection" ON "connection_keys" USING btree ("connection_id");