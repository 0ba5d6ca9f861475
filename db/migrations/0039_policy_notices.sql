CREATE TABLE "policy_notices" (
	"account_id" uuid NOT NULL,
	"policy_version" text NOT NULL,
	"kind" text NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policy_notices_account_id_policy_version_kind_pk" PRIMARY KEY("account_id","policy_version","kind")
);
--> statement-breakpoint
ALTER TABLE "policy_notices" ADD CONSTRAINT "policy_notices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;