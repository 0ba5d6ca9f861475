-- What a member's pages show of billing: each reading of Stripe writes its rows anew, and only what has changed is told.
CREATE TRIGGER subscriptions_tell_first AFTER INSERT ON subscriptions FOR EACH ROW EXECUTE FUNCTION notify_account();
--> statement-breakpoint
CREATE TRIGGER subscriptions_tell AFTER UPDATE ON subscriptions FOR EACH ROW
  WHEN ((to_jsonb(OLD) - 'read_at') IS DISTINCT FROM (to_jsonb(NEW) - 'read_at')) EXECUTE FUNCTION notify_account();
--> statement-breakpoint
CREATE TRIGGER invoices_tell_first AFTER INSERT ON invoices FOR EACH ROW EXECUTE FUNCTION notify_account();
--> statement-breakpoint
CREATE TRIGGER invoices_tell AFTER UPDATE ON invoices FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.remaining_cents IS DISTINCT FROM NEW.remaining_cents) EXECUTE FUNCTION notify_account();
--> statement-breakpoint
CREATE TRIGGER refunds_tell AFTER UPDATE OF state ON refunds FOR EACH ROW EXECUTE FUNCTION notify_account();
