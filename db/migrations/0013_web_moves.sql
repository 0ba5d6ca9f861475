-- By a member's own word an offer that nothing is settled about is taken or declined, and one unit is taken at a time. Whatever else moves
-- either is the worker's: web's role cannot do it, whoever has taken web over.
CREATE FUNCTION web_moves_offers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'holdfast_web' AND NOT (OLD.state IN ('skipped', 'dry_run', 'notified', 'asking') AND NEW.state IN ('accepting', 'declined')) THEN
    RAISE EXCEPTION 'an offer cannot be moved from % to % here', OLD.state, NEW.state USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER offers_moved_by_web BEFORE UPDATE ON offers FOR EACH ROW EXECUTE FUNCTION web_moves_offers();
--> statement-breakpoint
CREATE FUNCTION web_takes_units() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'holdfast_web' AND NEW.taken <> (CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.taken END) + 1 THEN
    RAISE EXCEPTION 'units are taken one at a time here' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER unit_counts_taken_by_web BEFORE INSERT OR UPDATE ON unit_counts FOR EACH ROW EXECUTE FUNCTION web_takes_units();
