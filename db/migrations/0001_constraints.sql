-- What the schema's language cannot say: overlaps, deferral and wake-ups.
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
-- Two unreleased holds of one member never overlap: a double booking cannot be stored, whoever writes it.
ALTER TABLE holds ADD CONSTRAINT holds_no_overlap
  EXCLUDE USING gist (account_id WITH =, during WITH &&) WHERE (released_at IS NULL);
--> statement-breakpoint
ALTER TABLE holds ADD CONSTRAINT holds_during_bounded CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during));
--> statement-breakpoint
-- An invite is claimed before its account row exists; both are there when the transaction ends.
ALTER TABLE invites ALTER CONSTRAINT invites_redeemed_by_accounts_id_fk DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
-- Wakes the worker when another process leaves it work. Only a hint: the worker also looks on its own.
CREATE FUNCTION notify_worker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('holdfast_work', TG_TABLE_NAME);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER requests_wake AFTER INSERT ON requests FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();
--> statement-breakpoint
CREATE TRIGGER stripe_events_wake AFTER INSERT ON stripe_events FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();
--> statement-breakpoint
CREATE TRIGGER outbox_wake AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION notify_worker();
--> statement-breakpoint
-- Who the transaction acts for; null outside one that has said so, which matches no row.
CREATE FUNCTION holdfast_account() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('holdfast.account', true), '')::uuid
$$;
--> statement-breakpoint
CREATE FUNCTION holdfast_actor() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('holdfast.actor', true), '')
$$;
