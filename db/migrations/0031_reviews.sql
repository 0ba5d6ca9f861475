CREATE TABLE "review_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"review_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"act" text NOT NULL,
	"object" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"judgement" text,
	"note" text,
	"judged_by" uuid,
	"judged_at" timestamp with time zone,
	"self_reviewed" boolean,
	CONSTRAINT "review_items_in_order" UNIQUE("review_id","position"),
	CONSTRAINT "review_items_judgement" CHECK ("review_items"."judgement" in ('ok', 'question', 'violation')),
	CONSTRAINT "review_items_judged" CHECK (num_nulls("review_items"."judgement", "review_items"."note", "review_items"."judged_by", "review_items"."judged_at", "review_items"."self_reviewed") in (0, 5)),
	CONSTRAINT "review_items_note" CHECK (length("review_items"."note") between 1 and 500)
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"period" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"seed" text NOT NULL,
	"drawn_from" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"alarmed_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"summary" text,
	CONSTRAINT "reviews_once_a_period" UNIQUE("kind","period"),
	CONSTRAINT "reviews_kind" CHECK ("reviews"."kind" in ('accesses', 'rights')),
	CONSTRAINT "reviews_closed" CHECK (("reviews"."closed_at" is null) = ("reviews"."summary" is null))
);
--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_judged_by_accounts_id_fk" FOREIGN KEY ("judged_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "review_items_open" ON "review_items" USING btree ("review_id") WHERE "review_items"."judgement" is null;--> statement-breakpoint
CREATE INDEX "reviews_open" ON "reviews" USING btree ("due_at") WHERE "reviews"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "reviews_by_due" ON "reviews" USING btree ("due_at","id");
