CREATE TABLE "blocks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"network" "cidr",
	"account_id" uuid,
	"reason" text NOT NULL,
	"made_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"lifted_at" timestamp with time zone,
	"lifted_by" text,
	CONSTRAINT "blocks_one_target" CHECK (("blocks"."network" is null) <> ("blocks"."account_id" is null)),
	CONSTRAINT "blocks_end" CHECK ("blocks"."until" > "blocks"."created_at" and "blocks"."until" <= "blocks"."created_at" + interval '31 days'),
	CONSTRAINT "blocks_lifted" CHECK (("blocks"."lifted_at" is null) = ("blocks"."lifted_by" is null))
);
--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "blocks_of_account" ON "blocks" USING btree ("account_id") WHERE "blocks"."account_id" is not null;--> statement-breakpoint
CREATE INDEX "blocks_standing" ON "blocks" USING btree ("until") WHERE "blocks"."lifted_at" is null;
--> statement-breakpoint
-- What is shut out already is not shut out again: two at once come to one.
ALTER TABLE blocks ADD CONSTRAINT blocks_network_once
  EXCLUDE USING gist (network inet_ops WITH =, tstzrange(created_at, until) WITH &&) WHERE (lifted_at IS NULL);
--> statement-breakpoint
ALTER TABLE blocks ADD CONSTRAINT blocks_account_once
  EXCLUDE USING gist (account_id WITH =, tstzrange(created_at, until) WITH &&) WHERE (lifted_at IS NULL);
