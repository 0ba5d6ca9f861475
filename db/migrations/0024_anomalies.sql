CREATE TABLE "anomalies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"key" text NOT NULL,
	"account_id" uuid,
	"measured" jsonb NOT NULL,
	"networks" text[] NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"looked_by" text,
	"looked_at" timestamp with time zone,
	"closed_by" text,
	"closed_at" timestamp with time zone,
	"note" text,
	CONSTRAINT "anomalies_state" CHECK ("anomalies"."state" in ('open', 'looked_at', 'closed', 'false_alarm')),
	CONSTRAINT "anomalies_closed_by" CHECK (("anomalies"."closed_at" is null) = ("anomalies"."closed_by" is null) and ("anomalies"."closed_at" is not null) = ("anomalies"."state" in ('closed', 'false_alarm'))),
	CONSTRAINT "anomalies_note" CHECK (length("anomalies"."note") <= 2000)
);
--> statement-breakpoint
CREATE TABLE "signs" (
	"minute" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"network" text NOT NULL,
	"object" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "signs_minute_kind_network_object_pk" PRIMARY KEY("minute","kind","network","object"),
	CONSTRAINT "signs_short" CHECK (length("signs"."network") <= 64 and length("signs"."object") <= 64)
);
--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "request_id" text;
--> statement-breakpoint
ALTER TABLE "anomalies" ADD CONSTRAINT "anomalies_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "anomalies_open_once" ON "anomalies" USING btree ("rule","key") WHERE "anomalies"."closed_at" is null;
--> statement-breakpoint
CREATE INDEX "anomalies_closed" ON "anomalies" USING btree ("closed_at") WHERE "anomalies"."closed_at" is not null;
--> statement-breakpoint
CREATE INDEX "anomalies_of_account" ON "anomalies" USING btree ("account_id") WHERE "anomalies"."account_id" is not null;
