CREATE TABLE "access_keys" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"key" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkpoint_exports" (
	"number" bigint PRIMARY KEY NOT NULL,
	"exported_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"number" bigint PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL,
	"jws" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tombstones" (
	"through" bigint PRIMARY KEY NOT NULL,
	"jws" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refusal_counts" (
	"minute" timestamp with time zone NOT NULL,
	"network" text NOT NULL,
	"refusal" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "refusal_counts_minute_network_refusal_pk" PRIMARY KEY("minute","network","refusal")
);
--> statement-breakpoint
ALTER TABLE "access_lines" ADD COLUMN "personal" "bytea";--> statement-breakpoint
ALTER TABLE "access_keys" ADD CONSTRAINT "access_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint_exports" ADD CONSTRAINT "checkpoint_exports_number_checkpoints_number_fk" FOREIGN KEY ("number") REFERENCES "public"."checkpoints"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_lines_in_time" ON "access_lines" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "access_lines_of_actor" ON "access_lines" USING btree ("actor","at","id");--> statement-breakpoint
CREATE INDEX "access_lines_of_act" ON "access_lines" USING btree ("act","at","id");--> statement-breakpoint
CREATE INDEX "access_lines_of_reason" ON "access_lines" USING btree ("reason","at","id");
--> statement-breakpoint
-- The access log only grows. Rights deny the rest to every role that serves; this denies it to the tables' owner too, whose mistake would
-- else be one statement away. An owner who means to can take the trigger off: against that stand checkpoints kept elsewhere.
CREATE FUNCTION access_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('access_lines', 'access_chain') AND current_user = 'holdfast_log' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the access log only grows' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER access_lines_only_grow BEFORE UPDATE OR DELETE ON access_lines FOR EACH ROW EXECUTE FUNCTION access_log_only_grows();
--> statement-breakpoint
CREATE TRIGGER access_lines_are_not_emptied BEFORE TRUNCATE ON access_lines FOR EACH STATEMENT EXECUTE FUNCTION access_log_only_grows();
--> statement-breakpoint
CREATE TRIGGER access_chain_only_grow BEFORE UPDATE OR DELETE ON access_chain FOR EACH ROW EXECUTE FUNCTION access_log_only_grows();
--> statement-breakpoint
CREATE TRIGGER access_chain_are_not_emptied BEFORE TRUNCATE ON access_chain FOR EACH STATEMENT EXECUTE FUNCTION access_log_only_grows();
--> statement-breakpoint
CREATE TRIGGER checkpoints_only_grow BEFORE UPDATE OR DELETE ON checkpoints FOR EACH ROW EXECUTE FUNCTION access_log_only_grows();
--> statement-breakpoint
CREATE TRIGGER checkpoints_are_not_emptied BEFORE TRUNCATE ON checkpoints FOR EACH STATEMENT EXECUTE FUNCTION access_log_only_grows();
--> statement-breakpoint
CREATE TRIGGER checkpoint_exports_only_grow BEFORE UPDATE OR DELETE ON checkpoint_exports FOR EACH ROW EXECUTE FUNCTION access_log_only_grows();
--> statement-breakpoint
CREATE TRIGGER checkpoint_exports_are_not_emptied BEFORE TRUNCATE ON checkpoint_exports FOR EACH STATEMENT EXECUTE FUNCTION access_log_only_grows();
--> statement-breakpoint
CREATE TRIGGER tombstones_only_grow BEFORE UPDATE OR DELETE ON tombstones FOR EACH ROW EXECUTE FUNCTION access_log_only_grows();
--> statement-breakpoint
CREATE TRIGGER tombstones_are_not_emptied BEFORE TRUNCATE ON tombstones FOR EACH STATEMENT EXECUTE FUNCTION access_log_only_grows();
