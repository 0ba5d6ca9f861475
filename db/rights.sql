-- Who may do what with which table. Applied anew at every migration, after the tables: all earlier rights and policies are dropped
-- first, so that this file is the whole truth. A table that is not named here can be used by nobody.
--
-- holdfast_web     serves people: an account's own rows, as row security sees to; no vault key, no job, no other account.
-- holdfast_worker  runs the jobs: every account's rows, but no password; only it can connect to the keys database.
-- holdfast_purge   erases what is past its time.
-- holdfast_lookup  cannot log in; owns the few functions by which web finds a row before it knows whose it is.
-- holdfast_backup  cannot log in; reads every row of every table, for the owner who takes a backup, and writes none.
-- holdfast_log     cannot log in; owns the one function by which old lines of the access log make room for a signed note.

DO $$
DECLARE it record;
BEGIN
  FOR it IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON public.%I', it.policyname, it.tablename);
  END LOOP;
  FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, holdfast_web, holdfast_worker, holdfast_purge, holdfast_lookup, holdfast_log, holdfast_backup', it.tablename);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', it.tablename);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', it.tablename);
    EXECUTE format('GRANT SELECT ON public.%I TO holdfast_backup', it.tablename);
    EXECUTE format('CREATE POLICY backup_reads ON public.%I FOR SELECT TO holdfast_backup USING (true)', it.tablename);
  END LOOP;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO holdfast_web, holdfast_worker, holdfast_purge, holdfast_lookup, holdfast_log, holdfast_backup;
-- Our own functions; those that came with an extension belong to it, and trying them would only warn.
DO $$
DECLARE it record;
BEGIN
  FOR it IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it.name);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION holdfast_account(), holdfast_actor(), notify_worker(), web_moves_offers(), web_takes_units(), notify_account(), refunds_within_remainder(),
  incident_moves(), incident_notice_settled() TO holdfast_web, holdfast_worker, holdfast_purge, holdfast_lookup;
GRANT EXECUTE ON FUNCTION access_log_only_grows() TO holdfast_web, holdfast_worker, holdfast_purge, holdfast_log;

-- Row security. Web sees the rows of the account that its transaction names; the worker sees rows once it has said which job it is.
DO $$
DECLARE it text;
BEGIN
  FOREACH it IN ARRAY ARRAY['passwords', 'sessions', 'consents', 'outbox', 'requests', 'connections', 'credentials', 'schedules',
    'weekly_hours', 'rules', 'offers', 'decisions', 'holds', 'unit_counts', 'intents', 'acceptances', 'charges', 'stripe_customers',
    'subscriptions', 'invoices', 'activity', 'devices', 'factors', 'totp_secrets', 'passkeys', 'recovery_codes',
    'mail_links', 'contacts', 'support_grants', 'offer_details', 'pauses', 'credits', 'date_overrides', 'time_off', 'calendars',
    'busy_times', 'busy_feeds', 'notice_settings', 'notice_digests', 'interim_invoices', 'policy_notices'] LOOP
    EXECUTE format('CREATE POLICY web_own ON %I TO holdfast_web USING (account_id = holdfast_account()) WITH CHECK (account_id = holdfast_account())', it);
  END LOOP;
  FOREACH it IN ARRAY ARRAY['accounts', 'sessions', 'invites', 'invite_asks', 'consents', 'access_lines', 'access_chain', 'outbox', 'requests',
    'platform_permits', 'connections', 'credentials', 'schedules', 'weekly_hours', 'rules', 'offers', 'decisions', 'holds', 'unit_counts',
    'intents', 'acceptances', 'charges', 'stripe_customers', 'subscriptions', 'invoices', 'stripe_events', 'activity', 'devices',
    'factor_resets', 'mail_links', 'contacts', 'reports', 'support_grants', 'key_tasks', 'key_status', 'offer_details',
    'pauses', 'credits', 'platform_events', 'date_overrides', 'time_off', 'calendars', 'busy_times', 'busy_feeds', 'notice_settings', 'notice_digests',
    'interim_invoices', 'billing_rounds', 'reconcile_runs', 'differences', 'refunds', 'final_invoices',
    'blocks', 'access_keys', 'checkpoints', 'checkpoint_exports', 'tombstones', 'refusal_counts', 'signs', 'anomalies',
    'reviews', 'review_items', 'policy_notices', 'backup_runs', 'alarms'] LOOP
    EXECUTE format('CREATE POLICY worker_named ON %I TO holdfast_worker USING (holdfast_actor() ~ ''^(system|host):'')', it);
  END LOOP;
END $$;
DO $$
DECLARE it text;
BEGIN
  FOREACH it IN ARRAY ARRAY['incidents', 'incident_entries', 'incident_posts', 'affected_findings', 'affected_members', 'incident_notices',
    'incident_deliveries', 'incident_filings', 'corrective_actions', 'stops', 'public_reports', 'clause_evidence',
    'processors', 'processor_changes', 'patch_status',
    'control_states', 'control_results', 'control_days', 'control_asks', 'evidence_statements', 'heartbeats'] LOOP
    EXECUTE format('CREATE POLICY worker_named ON %I TO holdfast_worker USING (holdfast_actor() ~ ''^(system|host):'')', it);
  END LOOP;
END $$;

CREATE POLICY web_own ON accounts FOR SELECT TO holdfast_web USING (id = holdfast_account());
-- An account reports a login, and whether that is dealt with is not its to say; it applies a reset of its factors that others have given
-- it, and neither asks for one nor hastens one.
CREATE POLICY web_own ON reports FOR SELECT TO holdfast_web USING (account_id = holdfast_account());
CREATE POLICY web_reports ON reports FOR INSERT TO holdfast_web WITH CHECK (account_id = holdfast_account() AND handled_at IS NULL);
CREATE POLICY web_own ON factor_resets FOR SELECT TO holdfast_web USING (account_id = holdfast_account());
CREATE POLICY web_applies ON factor_resets FOR UPDATE TO holdfast_web
  USING (account_id = holdfast_account() AND effective_at <= now() AND cancelled_at IS NULL AND applied_at IS NULL)
  WITH CHECK (account_id = holdfast_account() AND applied_at IS NOT NULL AND cancelled_at IS NULL);
-- What is given back and what is billed last the account sees; both are asked for by staff, and never by the account itself.
CREATE POLICY web_own ON refunds FOR SELECT TO holdfast_web USING (account_id = holdfast_account());
CREATE POLICY web_own ON final_invoices FOR SELECT TO holdfast_web USING (account_id = holdfast_account());
-- An account sees that it is shut out, and since when; nobody lifts their own block.
CREATE POLICY web_own ON blocks FOR SELECT TO holdfast_web USING (account_id = holdfast_account());
CREATE POLICY web_own ON anomalies FOR SELECT TO holdfast_web USING (account_id = holdfast_account());
CREATE POLICY web_own_lines ON access_lines FOR SELECT TO holdfast_web USING (subject = holdfast_account());
CREATE POLICY web_own_links ON access_chain FOR SELECT TO holdfast_web
  USING (EXISTS (SELECT 1 FROM access_lines l WHERE l.id = line_id AND l.subject = holdfast_account()));
-- A line may only be written in the name of whoever the transaction acts for, never in the worker's or the host's, dated now, and by someone
-- who acts for an account about that account alone.
CREATE POLICY web_writes_lines ON access_lines FOR INSERT TO holdfast_web
  WITH CHECK (actor = holdfast_actor() AND actor !~ '^(system|host):' AND created_at = now()
    AND (actor !~ '^(member|claimed):' OR subject = holdfast_account()));
-- The key that seals where an account's own acts came from: for whoever acts as that account, staff at work included.
CREATE POLICY web_own ON access_keys TO holdfast_web
  USING (account_id = holdfast_account() OR holdfast_actor() = 'staff:' || account_id)
  WITH CHECK (account_id = holdfast_account() OR holdfast_actor() = 'staff:' || account_id);
-- Signed notes and counts of refusals hold nothing of an account.
CREATE POLICY web_reads ON checkpoints FOR SELECT TO holdfast_web USING (true);
CREATE POLICY web_reads ON checkpoint_exports FOR SELECT TO holdfast_web USING (true);
CREATE POLICY web_reads ON tombstones FOR SELECT TO holdfast_web USING (true);
CREATE POLICY web_counts ON refusal_counts TO holdfast_web USING (true) WITH CHECK (true);
CREATE POLICY web_permits ON platform_permits FOR SELECT TO holdfast_web USING (true);
CREATE POLICY web_counts ON throttles TO holdfast_web USING (true) WITH CHECK (true);
CREATE POLICY web_asks ON invite_asks FOR INSERT TO holdfast_web WITH CHECK (true);
CREATE POLICY web_announces_asks ON outbox FOR INSERT TO holdfast_web WITH CHECK (template = 'invite-asked' AND account_id IS NULL);
-- What a member takes by their own word begins at its beginning, on their own connection and offer: that an order was seen unassigned, what
-- came of it, and that work lies on other work is the worker's to say.
CREATE POLICY web_begins_holds ON holds AS RESTRICTIVE FOR INSERT TO holdfast_web
  WITH CHECK (NOT conflict AND released_at IS NULL
    AND EXISTS (SELECT 1 FROM offers o WHERE o.id = offer_id AND o.connection_id = holds.connection_id AND o.account_id = holdfast_account()));
CREATE POLICY web_begins_intents ON intents AS RESTRICTIVE FOR INSERT TO holdfast_web
  WITH CHECK (by = 'member' AND state = 'intended' AND attempts = 0 AND seen_unassigned_at IS NULL AND requested_at IS NULL
    AND request_expires_at IS NULL AND prompted_at IS NULL AND withdraw_because IS NULL AND settled_at IS NULL AND outcome IS NULL
    AND EXISTS (SELECT 1 FROM holds h WHERE h.id = hold_id AND h.offer_id = intents.offer_id AND h.connection_id = intents.connection_id
      AND h.account_id = holdfast_account()));
CREATE POLICY web_takes_events ON stripe_events FOR INSERT TO holdfast_web WITH CHECK (holdfast_actor() = 'webhook:stripe');
CREATE POLICY web_takes_messages ON platform_events FOR INSERT TO holdfast_web WITH CHECK (holdfast_actor() = 'webhook:platform');

-- Incidents: who is stopped by one may know that, a notice is read by whom it was sent to, what is published by anybody. A drill is none of that.
CREATE POLICY web_sees_stops ON stops FOR SELECT TO holdfast_web USING (lifted_at IS NULL);
CREATE POLICY web_own ON incident_deliveries FOR SELECT TO holdfast_web USING (account_id = holdfast_account());
CREATE POLICY web_reads_own ON incident_deliveries FOR UPDATE TO holdfast_web
  USING (account_id = holdfast_account() AND holdfast_actor() = 'member:' || account_id AND read_at IS NULL) WITH CHECK (read_at IS NOT NULL);
CREATE POLICY web_own ON incident_notices FOR SELECT TO holdfast_web
  USING (state = 'sent' AND EXISTS (SELECT 1 FROM incident_deliveries d WHERE d.notice_id = incident_notices.id AND d.account_id = holdfast_account()));
-- What was found of a member the member may see once a notice of it has been sent to them.
CREATE POLICY web_own ON affected_members FOR SELECT TO holdfast_web USING (account_id = holdfast_account()
  AND EXISTS (SELECT 1 FROM incident_notices n WHERE n.finding_id = affected_members.finding_id AND n.state = 'sent' AND NOT n.drill));
CREATE POLICY web_published ON incident_posts FOR SELECT TO holdfast_web USING (NOT drill);
-- What is shown for a clause anybody may read, in the author's role; it is kept in one's own name and true role, and once withdrawn stays so.
CREATE POLICY web_published ON processors FOR SELECT TO holdfast_web USING (true);
CREATE POLICY web_published ON processor_changes FOR SELECT TO holdfast_web USING (true);
CREATE POLICY web_published ON clause_evidence FOR SELECT TO holdfast_web USING (withdrawn_at IS NULL);
CREATE POLICY web_is_told ON public_reports FOR INSERT TO holdfast_web
  WITH CHECK (state = 'received' AND outcome IS NULL AND answer = '' AND handled_by IS NULL AND created_at = now());

CREATE POLICY web_spends_challenges ON spent_challenges TO holdfast_web USING (true) WITH CHECK (true);

-- Identity
GRANT SELECT, INSERT, UPDATE (state, role) ON accounts TO holdfast_web;
GRANT SELECT, UPDATE (email, state, role) ON accounts TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (seen_at), DELETE ON devices TO holdfast_web;
GRANT SELECT, DELETE ON devices TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (name, last_used_at), DELETE ON factors TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (last_step), DELETE ON totp_secrets TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (counter, backed_up), DELETE ON passkeys TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (used_at), DELETE ON recovery_codes TO holdfast_web;
GRANT SELECT, INSERT, DELETE ON spent_challenges TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (confirmed_by, effective_at, applied_at, cancelled_at) ON factor_resets TO holdfast_web, holdfast_worker;
GRANT DELETE ON factor_resets TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (used_at), DELETE ON mail_links TO holdfast_web;
GRANT SELECT, DELETE ON mail_links TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON contacts TO holdfast_web;
GRANT DELETE, SELECT ON contacts TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (handled_at, handled_by) ON reports TO holdfast_web;
GRANT SELECT, DELETE ON reports TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (revoked_at) ON support_grants TO holdfast_web;
GRANT SELECT, DELETE ON support_grants TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON passwords TO holdfast_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO holdfast_web;
GRANT SELECT, UPDATE (ended_at, ended_because), DELETE ON sessions TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE ON invites TO holdfast_web, holdfast_worker;
GRANT DELETE ON invites TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE ON member_cap TO holdfast_web;
GRANT SELECT, INSERT, DELETE ON invite_asks TO holdfast_web;
GRANT SELECT, DELETE ON invite_asks TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON throttles TO holdfast_web;
GRANT SELECT, INSERT ON consents TO holdfast_web;
GRANT SELECT, DELETE ON consents TO holdfast_worker;
GRANT SELECT ON policy_notices TO holdfast_web;
GRANT SELECT, INSERT, DELETE ON policy_notices TO holdfast_worker;

-- Who is shut out
GRANT SELECT, INSERT, UPDATE (lifted_at, lifted_by) ON blocks TO holdfast_web, holdfast_worker;
GRANT DELETE ON blocks TO holdfast_worker;

-- Signs of attacks are counted through a look-up alone; what is made of them is the worker's to write, and staff's to settle.
GRANT SELECT ON signs TO holdfast_worker;
GRANT SELECT, UPDATE (state, looked_by, looked_at, closed_by, closed_at, note) ON anomalies TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (measured, networks, times, last_at), DELETE ON anomalies TO holdfast_worker;

-- The access log: lines and their chain can be added and read, by no one altered or removed.
GRANT SELECT, INSERT ON access_lines TO holdfast_web, holdfast_worker;
GRANT SELECT, INSERT ON access_chain TO holdfast_worker;
GRANT SELECT ON access_chain TO holdfast_web;
GRANT SELECT, INSERT ON access_keys TO holdfast_web;
GRANT SELECT, DELETE ON access_keys TO holdfast_worker;
GRANT SELECT, INSERT ON checkpoints, checkpoint_exports TO holdfast_worker;
GRANT SELECT ON checkpoints, checkpoint_exports, tombstones TO holdfast_web;
GRANT SELECT ON tombstones TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (count) ON refusal_counts TO holdfast_web;
GRANT SELECT ON refusal_counts TO holdfast_worker;

-- Whose this database is: read by every process before anything else, written by its owner alone.
GRANT SELECT ON installation TO holdfast_web, holdfast_worker, holdfast_purge;
CREATE POLICY owner_marks ON installation TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY all_read ON installation FOR SELECT TO holdfast_web, holdfast_worker, holdfast_purge USING (true);

-- What was purged. Which rows the purge may touch, and of what age, is added after this file; see db/purge-rights.ts.
GRANT SELECT, INSERT, UPDATE (rows, finished_at) ON purge_receipts TO holdfast_purge;
GRANT SELECT ON purge_receipts TO holdfast_web, holdfast_worker;
CREATE POLICY web_reads ON purge_receipts FOR SELECT TO holdfast_web USING (true);
CREATE POLICY worker_named ON purge_receipts FOR SELECT TO holdfast_worker USING (holdfast_actor() ~ '^(system|host):');
CREATE POLICY purge_begins ON purge_receipts FOR INSERT TO holdfast_purge WITH CHECK (finished_at IS NULL);
CREATE POLICY purge_counts ON purge_receipts FOR UPDATE TO holdfast_purge USING (finished_at IS NULL) WITH CHECK (true);
GRANT INSERT ON access_lines TO holdfast_purge;
CREATE POLICY purge_writes_lines ON access_lines FOR INSERT TO holdfast_purge
  WITH CHECK (actor = holdfast_actor() AND actor = 'system:purge' AND subject IS NULL AND created_at = now());

-- How the service stands: what was backed up, what a rehearsed restore found, what it noticed about itself. None of it is of an account.
GRANT SELECT, INSERT ON backup_runs TO holdfast_worker;
GRANT SELECT ON backup_runs TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (ended_at) ON alarms TO holdfast_worker;
GRANT SELECT ON alarms TO holdfast_web;

-- Mail and requests for work
GRANT INSERT, SELECT (id, account_id, template, created_at, sent_at, given_up_at, digest_at, digest_id) ON outbox TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (attempts, next_attempt_at, sent_at, given_up_at, digest_at, digest_id), DELETE ON outbox TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE ON notice_settings TO holdfast_web;
GRANT SELECT, DELETE ON notice_settings TO holdfast_worker;
GRANT SELECT ON notice_digests TO holdfast_web;
GRANT SELECT, INSERT, DELETE ON notice_digests TO holdfast_worker;
GRANT SELECT, INSERT ON requests TO holdfast_web;
GRANT SELECT, UPDATE (taken_at), DELETE ON requests TO holdfast_worker;

-- Incidents. Their timeline can be added to and read, by no one altered; what is asked about them is answered by the worker.
GRANT SELECT, INSERT, UPDATE (severity, state, contained_at, resolved_at, closed_at, lead_id, scribe_id) ON incidents TO holdfast_web;
GRANT SELECT, INSERT ON incidents TO holdfast_worker;
GRANT SELECT ON incident_filings, corrective_actions TO holdfast_worker;
GRANT SELECT, INSERT ON incident_entries TO holdfast_web, holdfast_worker;
GRANT SELECT, INSERT, UPDATE (title, summary, post_mortem, changed_at) ON incident_posts TO holdfast_web;
GRANT SELECT, INSERT ON affected_findings TO holdfast_web;
GRANT SELECT, UPDATE (next_step_at, answered_at, members) ON affected_findings TO holdfast_worker;
GRANT SELECT ON affected_members TO holdfast_web;
GRANT SELECT, INSERT, DELETE ON affected_members TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (state, reviewed_by, reviewed_at, self_reviewed, sent_at) ON incident_notices TO holdfast_web;
GRANT SELECT ON incident_notices TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (read_at) ON incident_deliveries TO holdfast_web;
GRANT SELECT, UPDATE (sent_at, refused_at), DELETE ON incident_deliveries TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (state, reference, copy, reason, decided_by, decided_at) ON incident_filings TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (link, done_at, done_by) ON corrective_actions TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (lifted_at, lifted_by) ON stops TO holdfast_web;
GRANT SELECT ON stops TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (state, outcome, answer, looked_at, closed_at, handled_by) ON public_reports TO holdfast_web;
GRANT SELECT, UPDATE (contact) ON public_reports TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by) ON clause_evidence TO holdfast_web;
GRANT SELECT ON clause_evidence TO holdfast_worker;
-- What members were promised of a processor the worker alone changes, by what was announced; web keeps what the organisation knows.
GRANT SELECT, UPDATE (agreement, agreed_on, certificate, certificate_until, reviewed_on, review_due, withdrawn_at) ON processors TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (name, purpose, data, region, hosts, code) ON processors TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (called_off_at) ON processor_changes TO holdfast_web;
GRANT SELECT, UPDATE (mailed_to, mailed_at, applied_at, recalled_to, recalled_at) ON processor_changes TO holdfast_worker;
GRANT SELECT ON patch_status TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (taken_at, findings) ON patch_status TO holdfast_worker;

-- Connections and their sealed credentials
GRANT SELECT ON platform_permits TO holdfast_web;
GRANT SELECT, INSERT, UPDATE ON platform_permits TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (state, mode, credential_version, refusals, next_poll_at, unlinked_at) ON connections TO holdfast_web;
GRANT SELECT, UPDATE, DELETE ON connections TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON credentials TO holdfast_web;
GRANT SELECT, UPDATE, DELETE ON credentials TO holdfast_worker;

-- What the worker is asked to do with keys, and what it tells of them
GRANT SELECT, INSERT ON key_tasks TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (next_step_at, started_at, new_key_id, total, done, failed, finished_at) ON key_tasks TO holdfast_worker;
GRANT SELECT ON key_status TO holdfast_web;
GRANT SELECT, INSERT, UPDATE ON key_status TO holdfast_worker;

-- Reviews of accesses and rights
GRANT SELECT ON reviews, review_items TO holdfast_web;
GRANT UPDATE (judgement, note, judged_by, judged_at, self_reviewed) ON review_items TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (alarmed_at, closed_at, summary) ON reviews TO holdfast_worker;
GRANT SELECT, INSERT ON review_items TO holdfast_worker;

-- Controls: what they saw is the worker's to write, for anybody to read; a look can be asked for by staff (policies below).
GRANT SELECT ON control_states, control_days, evidence_statements TO holdfast_web;
GRANT SELECT, INSERT ON control_asks TO holdfast_web;
GRANT SELECT, UPDATE (taken_at) ON control_asks TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON control_states TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (holds, fails, unknown) ON control_days TO holdfast_worker;
GRANT SELECT, INSERT ON control_results, evidence_statements TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (at) ON heartbeats TO holdfast_worker;
GRANT SELECT ON expected_rights, purge_receipts TO holdfast_worker;
CREATE POLICY web_reads ON control_states FOR SELECT TO holdfast_web USING (true);
CREATE POLICY web_reads ON control_days FOR SELECT TO holdfast_web USING (true);
CREATE POLICY web_reads ON evidence_statements FOR SELECT TO holdfast_web USING (true);
CREATE POLICY worker_reads ON expected_rights FOR SELECT TO holdfast_worker USING (true);
CREATE POLICY worker_reads ON purge_receipts FOR SELECT TO holdfast_worker USING (true);
CREATE POLICY owner_notes ON expected_rights TO CURRENT_USER USING (true) WITH CHECK (true);

-- Schedule, rules, offers and what became of them
GRANT SELECT, INSERT, UPDATE, DELETE ON schedules, weekly_hours, rules TO holdfast_web;
GRANT SELECT, DELETE ON schedules, weekly_hours, rules TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON date_overrides, time_off, busy_feeds TO holdfast_web;
GRANT SELECT, DELETE ON date_overrides, time_off, busy_feeds TO holdfast_worker;
-- A calendar's address goes in and is not read again by web; what it gives is the worker's to write.
GRANT INSERT, DELETE, UPDATE (next_fetch_at, read_at),
  SELECT (id, account_id, name, created_at, next_fetch_at, tried_at, fetched_at, trouble, trouble_since, failures) ON calendars TO holdfast_web;
GRANT SELECT, DELETE, UPDATE (next_fetch_at, tried_at, fetched_at, read_at, etag, trouble, trouble_since, failures) ON calendars TO holdfast_worker;
GRANT SELECT ON busy_times TO holdfast_web;
GRANT SELECT, INSERT, DELETE ON busy_times TO holdfast_worker;
GRANT SELECT ON decisions, acceptances TO holdfast_web;
-- By their own tap a member takes an offer, or lets it go: its time, its unit and the intent are theirs to make, and no one else's.
GRANT SELECT, UPDATE (state, settled_at, fitted_at, requested_at) ON offers TO holdfast_web;
GRANT SELECT, DELETE ON offer_details TO holdfast_web;
GRANT SELECT, INSERT ON holds, intents TO holdfast_web;
GRANT UPDATE (withdraw_because, next_attempt_at) ON intents TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (taken) ON unit_counts TO holdfast_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON pauses TO holdfast_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON offer_details TO holdfast_worker;
GRANT SELECT, DELETE ON pauses TO holdfast_worker;
GRANT INSERT ON platform_events TO holdfast_web;
GRANT SELECT, UPDATE (handled_at), DELETE ON platform_events TO holdfast_worker;
-- Deleting is for erasure; what bears a charge stays, with what could tell of a person or an order taken out.
GRANT SELECT, INSERT, UPDATE, DELETE ON offers, holds, unit_counts, intents TO holdfast_worker;
GRANT SELECT, INSERT, DELETE ON decisions, acceptances, activity TO holdfast_worker;
GRANT UPDATE (external_hash, external_cipher, window_start, window_end, time_zone, next_look_at, moved_at, conflict, ended_at, ended_because)
  ON acceptances TO holdfast_worker;
GRANT SELECT, INSERT ON activity TO holdfast_web;

-- Money
GRANT SELECT ON charges, credits, subscriptions, invoices TO holdfast_web;
GRANT SELECT, INSERT, UPDATE ON charges, credits, subscriptions, invoices TO holdfast_worker;
GRANT SELECT, INSERT ON refunds, final_invoices TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (state, refused_because, attempts, next_attempt_at, settled_at, stripe_credit_note_id) ON refunds TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (state, attempts, next_attempt_at, settled_at, stripe_invoice_id, total_cents) ON final_invoices TO holdfast_worker;
GRANT SELECT, INSERT ON stripe_customers TO holdfast_web;
GRANT SELECT ON stripe_customers TO holdfast_worker;
GRANT SELECT ON interim_invoices, billing_rounds, differences TO holdfast_web;
GRANT SELECT, INSERT ON reconcile_runs TO holdfast_web;
GRANT UPDATE (repair_asked_by, repair_asked_at, repair_reason, repair_next_at, settled_at, settled_how) ON differences TO holdfast_web;
GRANT SELECT, INSERT, UPDATE ON interim_invoices, reconcile_runs, differences TO holdfast_worker;
GRANT SELECT, UPDATE (next_at, cursor, finished_at, outcome, detail) ON billing_rounds TO holdfast_worker;
GRANT INSERT ON stripe_events TO holdfast_web, holdfast_worker;
GRANT SELECT, UPDATE (attempts, next_attempt_at, handled_at, outcome) ON stripe_events TO holdfast_worker;

-- The look-ups before a login. Each takes what only the right person holds, and returns what the next step needs and no more.
CREATE SCHEMA IF NOT EXISTS lookup;
REVOKE ALL ON SCHEMA lookup FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA lookup TO holdfast_lookup;
GRANT USAGE ON SCHEMA lookup TO holdfast_web, holdfast_worker;
GRANT SELECT (id, email, state, role), UPDATE (email, state) ON accounts TO holdfast_lookup;
GRANT SELECT (account_id, hash) ON passwords TO holdfast_lookup;
GRANT SELECT ON sessions TO holdfast_lookup;
GRANT SELECT, UPDATE (redeemed_at, redeemed_by) ON invites TO holdfast_lookup;
GRANT SELECT (account_id, credential_id) ON passkeys TO holdfast_lookup;
GRANT SELECT, UPDATE (used_at) ON mail_links TO holdfast_lookup;
GRANT SELECT ON support_grants TO holdfast_lookup;
GRANT SELECT (actor, subject, act, created_at) ON access_lines TO holdfast_lookup;
GRANT SELECT (subject_id, template, facts, sent_at, given_up_at) ON outbox TO holdfast_lookup;
GRANT SELECT (account_id, status, period_end, started_at) ON subscriptions TO holdfast_lookup;
GRANT SELECT (account_id) ON factors TO holdfast_lookup;
GRANT SELECT (account_id, acceptance_id, amount_cents, stripe_invoice_id) ON charges TO holdfast_lookup;
GRANT SELECT (acceptance_id) ON credits TO holdfast_lookup;
GRANT SELECT (id, account_id, state), UPDATE (state, mode, next_poll_at, unlinked_at) ON connections TO holdfast_lookup;
GRANT SELECT (connection_id), DELETE ON credentials TO holdfast_lookup;
GRANT SELECT ON member_cap TO holdfast_lookup;
GRANT SELECT (account_id, token_hash) ON busy_feeds TO holdfast_lookup;
GRANT SELECT (id, account_id, during, taken_at, released_at) ON holds TO holdfast_lookup;
GRANT SELECT (acceptance_id, amount_cents, created_at) ON charges TO holdfast_lookup;
GRANT SELECT (amount_cents, state, settled_at) ON refunds TO holdfast_lookup;
GRANT SELECT (acceptance_id, created_at) ON credits TO holdfast_lookup;
GRANT SELECT (amount_paid_cents, paid_at, attempt_count, status, issued_at) ON invoices TO holdfast_lookup;
GRANT SELECT (type, created_at, received_at, handled_at) ON stripe_events TO holdfast_lookup;
GRANT SELECT (state, seen_at) ON offers TO holdfast_lookup;
GRANT SELECT (confirmed_at) ON acceptances TO holdfast_lookup;
GRANT SELECT (state) ON charges TO holdfast_lookup;
GRANT SELECT (id, at) ON access_lines TO holdfast_lookup;
GRANT SELECT (line_id) ON access_chain TO holdfast_lookup;
GRANT SELECT (signed_at) ON checkpoints TO holdfast_lookup;
GRANT SELECT (state, closed_at) ON anomalies TO holdfast_lookup;
GRANT SELECT (kind, ended_at) ON alarms TO holdfast_lookup;
GRANT SELECT (kind, result, taken_at, finished_at) ON backup_runs TO holdfast_lookup;
GRANT USAGE ON SCHEMA pgboss TO holdfast_lookup;
GRANT SELECT ON ALL TABLES IN SCHEMA pgboss TO holdfast_lookup;
CREATE POLICY lookup_counts ON offers FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_counts ON acceptances FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_counts ON access_chain FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_counts ON checkpoints FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_counts ON anomalies FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_counts ON alarms FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_counts ON backup_runs FOR SELECT TO holdfast_lookup USING (true);
GRANT SELECT, INSERT, UPDATE (count) ON signs TO holdfast_lookup;
CREATE POLICY lookup_counts ON signs TO holdfast_lookup USING (true) WITH CHECK (true);
GRANT SELECT (network, account_id, until, lifted_at) ON blocks TO holdfast_lookup;
CREATE POLICY lookup_reads ON blocks FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON charges FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON credits FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON invoices FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON refunds FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON stripe_events FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON member_cap FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON accounts FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON passwords FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON sessions FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON invites FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_claims ON invites FOR UPDATE TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON passkeys FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON mail_links FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_uses ON mail_links FOR UPDATE TO holdfast_lookup USING (true);
CREATE POLICY lookup_moves ON accounts FOR UPDATE TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON support_grants FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON access_lines FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON outbox FOR SELECT TO holdfast_lookup USING (template = 'invite');
CREATE POLICY lookup_reads ON subscriptions FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON factors FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON connections FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_ends ON connections FOR UPDATE TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON credentials FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON busy_feeds FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON holds FOR SELECT TO holdfast_lookup USING (true);
GRANT SELECT (id, kind, created_at, due_at, state, outcome, answer, looked_at, closed_at, secret_hash) ON public_reports TO holdfast_lookup;
GRANT SELECT (taken_at) ON key_status TO holdfast_lookup;
GRANT SELECT (sealed) ON totp_secrets TO holdfast_lookup;
CREATE POLICY lookup_reads ON totp_secrets FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON public_reports FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON key_status FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_drops ON credentials FOR DELETE TO holdfast_lookup USING (true);

SET ROLE holdfast_lookup;

DROP FUNCTION IF EXISTS lookup.session(uuid);
CREATE FUNCTION lookup.session(wanted uuid)
RETURNS TABLE (id uuid, account_id uuid, assurance text, proved_at timestamptz, remembered boolean, idle_seconds integer,
               created_at timestamptz, seen_at timestamptz, expires_at timestamptz, ended_at timestamptz, ended_because text,
               email text, state text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.account_id, s.assurance, s.proved_at, s.remembered, s.idle_seconds, s.created_at, s.seen_at, s.expires_at, s.ended_at,
         s.ended_because, a.email, a.state, a.role
  FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.id = wanted
$$;

CREATE OR REPLACE FUNCTION lookup.login(wanted text)
RETURNS TABLE (account_id uuid, state text, role text, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.state, a.role, p.hash FROM accounts a JOIN passwords p ON p.account_id = a.id WHERE a.email = wanted
$$;

CREATE OR REPLACE FUNCTION lookup.invite(wanted uuid, wanted_generation integer)
RETURNS TABLE (id uuid, email text, expires_at timestamptz, redeemed_at timestamptz, revoked_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.email, i.expires_at, i.redeemed_at, i.revoked_at FROM invites i
  WHERE i.id = wanted AND i.generation = wanted_generation
$$;

-- Uses an invite up, for an account whose row the same transaction then makes. Its e-mail, or no row when the invite is
-- used, sent again, revoked or expired: the WHERE decides the race, not the caller.
CREATE OR REPLACE FUNCTION lookup.claim_invite(wanted uuid, wanted_generation integer, claimed_by uuid, at timestamptz)
RETURNS TABLE (email text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE invites i SET redeemed_at = at, redeemed_by = claimed_by
  WHERE i.id = wanted AND i.generation = wanted_generation AND i.redeemed_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > at
  RETURNING i.email
$$;

-- The address whose invite an account has redeemed; null when it has redeemed none.
CREATE OR REPLACE FUNCTION lookup.invited_email(wanted uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.email FROM invites i WHERE i.redeemed_by = wanted
$$;

-- Counts a sign in its minute. Each process counts its own kinds, dated now: none can make up another's, or the past.
CREATE OR REPLACE FUNCTION lookup.count_sign(of text, from_network text, on_object text, number integer) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO signs AS s (minute, kind, network, object, count)
  SELECT date_trunc('minute', now()), of, from_network, on_object, number
  WHERE number BETWEEN 1 AND 1000000 AND CASE session_user WHEN 'holdfast_worker' THEN of IN ('call_well', 'call_failed')
    ELSE of = 'login_failed' END
  ON CONFLICT (minute, kind, network, object) DO UPDATE SET count = s.count + excluded.count
$$;

-- Whether an account is shut out now.
CREATE OR REPLACE FUNCTION lookup.is_blocked(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = wanted AND b.lifted_at IS NULL AND b.until > now())
$$;

-- The networks that are shut out now, for web's entry: it asks every few seconds, and never once a request.
CREATE OR REPLACE FUNCTION lookup.blocked_networks() RETURNS TABLE (network cidr, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT b.network, b.until FROM blocks b WHERE b.network IS NOT NULL AND b.lifted_at IS NULL AND b.until > now()
$$;

-- Whether a transaction may act for an account: it is not there yet, or it is active, not shut out, and the session that asks has not
-- ended. Asked as each of a person's transactions begins, so that what is in flight when an account or a session ends goes no further.
CREATE OR REPLACE FUNCTION lookup.may_act(acting uuid, asking uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = acting AND a.state <> 'active') AND NOT lookup.is_blocked(acting)
     AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = asking AND s.ended_at IS NOT NULL)
$$;

-- The staff role of whoever the transaction acts for: only while that very account is active and its session living and raised by a
-- second factor. Null for everybody else, so that a page which forgot its guard still shows nothing.
CREATE OR REPLACE FUNCTION lookup.staff_role() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.role FROM sessions s JOIN accounts a ON a.id = s.account_id
  WHERE s.id = nullif(current_setting('holdfast.session', true), '')::uuid AND s.ended_at IS NULL AND s.assurance = 'factor'
    AND a.state = 'active' AND NOT lookup.is_blocked(a.id) AND holdfast_actor() = 'staff:' || a.id
$$;

-- Whether somebody of staff is at work from within a network, for who may shut it out.
CREATE OR REPLACE FUNCTION lookup.staff_within(wanted cidr) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM sessions s JOIN accounts a ON a.id = s.account_id
    WHERE a.role IS NOT NULL AND a.state = 'active' AND s.assurance = 'factor' AND s.ended_at IS NULL AND s.expires_at > now()
      AND s.seen_at + s.idle_seconds * interval '1 second' > now()
      AND CASE WHEN s.network ~ '^[0-9a-f.:/]+$' THEN s.network::inet && wanted ELSE false END)
    AND (lookup.staff_role() IN ('owner', 'security') OR (session_user = 'holdfast_worker' AND holdfast_actor() ~ '^(host|system):'))
$$;

-- Whether somebody else of staff is there: without, nobody's judgement is another's.
CREATE OR REPLACE FUNCTION lookup.has_colleague() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accounts a WHERE a.role IS NOT NULL AND a.state = 'active' AND holdfast_actor() <> 'staff:' || a.id)
$$;

-- What an account is now, for policies that let one of the two be changed and not the other.
CREATE OR REPLACE FUNCTION lookup.role_of(wanted uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT a.role FROM accounts a WHERE a.id = wanted $$;
CREATE OR REPLACE FUNCTION lookup.state_of(wanted uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT a.state FROM accounts a WHERE a.id = wanted $$;

-- The account that a passkey belongs to, for a login without a password.
DROP FUNCTION IF EXISTS lookup.passkey(text);
CREATE FUNCTION lookup.passkey(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.account_id FROM passkeys p WHERE p.credential_id = wanted
$$;

-- A mailed link's right, as long as it is unused and in time.
CREATE OR REPLACE FUNCTION lookup.mail_link(wanted uuid, wanted_generation integer, wanted_kind text, at timestamptz)
RETURNS TABLE (id uuid, account_id uuid, email text, session_id uuid, created_at timestamptz, expires_at timestamptz, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id, l.account_id, l.email, l.session_id, l.created_at, l.expires_at, a.state FROM mail_links l JOIN accounts a ON a.id = l.account_id
  WHERE l.id = wanted AND l.generation = wanted_generation AND l.kind = wanted_kind AND l.used_at IS NULL AND l.expires_at > at
$$;

-- Uses a mailed link up: of attempts in parallel one gets the row. While an account is shut out nobody sets its password or moves its address,
-- but who says that something was not them, or takes an address back, still can. For the two kinds that carry an address, the account has that address
-- from then on, in the same statement; only by such a link can an account's address change.
CREATE OR REPLACE FUNCTION lookup.use_mail_link(wanted uuid, wanted_generation integer, wanted_kind text, at timestamptz)
RETURNS TABLE (account_id uuid, email text, session_id uuid, earlier_email text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH used AS (
    UPDATE mail_links l SET used_at = at
    WHERE l.id = wanted AND l.generation = wanted_generation AND l.kind = wanted_kind AND l.used_at IS NULL AND l.expires_at > at
      AND (SELECT a.state FROM accounts a WHERE a.id = l.account_id) = 'active'
      AND (l.kind NOT IN ('reset', 'confirm-email') OR NOT lookup.is_blocked(l.account_id))
    RETURNING l.account_id, l.email, l.session_id
  ), before AS (
    SELECT a.id, a.email FROM accounts a JOIN used u ON u.account_id = a.id
  ), moved AS (
    UPDATE accounts a SET email = u.email FROM used u WHERE a.id = u.account_id AND u.email IS NOT NULL
  )
  SELECT u.account_id, u.email, u.session_id, b.email FROM used u JOIN before b ON b.id = u.account_id
$$;

-- Ends the account that the transaction acts for, as its holder asks, on the way to its erasure: from then on nobody logs in to it and
-- nothing acts for it. Staff have their role taken away first. False when there is no such account to end.
CREATE OR REPLACE FUNCTION lookup.begin_erasure() RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH begun AS (
    UPDATE accounts a SET state = 'erased'
    WHERE a.id = holdfast_account() AND holdfast_actor() = 'member:' || a.id AND a.state = 'active' AND a.role IS NULL
    RETURNING a.id
  )
  SELECT EXISTS (SELECT 1 FROM begun)
$$;

-- Whether a member has given support leave to look, at this moment.
CREATE OR REPLACE FUNCTION lookup.support_may_see(member uuid, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM support_grants g WHERE g.account_id = member AND g.revoked_at IS NULL AND g.expires_at > at)
$$;

-- Whether support is looking: the member has given leave, and this very transaction has written down that it looks. A look that leaves no
-- line sees nothing.
CREATE OR REPLACE FUNCTION lookup.support_looks(member uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT lookup.support_may_see(member, now()) AND EXISTS (SELECT 1 FROM access_lines l
    WHERE l.subject = member AND l.act = 'support.look' AND l.actor = holdfast_actor() AND l.created_at = now())
$$;

-- Whether staff are looking at how to reach a member: this very transaction has written that down.
CREATE OR REPLACE FUNCTION lookup.looks_at_contact(member uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_lines l
    WHERE l.subject = member AND l.act = 'contact.look' AND l.actor = holdfast_actor() AND l.created_at = now())
$$;

-- When the mails with some invites' newest links went out, or were given up, for staff who may see invites.
CREATE OR REPLACE FUNCTION lookup.invite_mails(wanted uuid[]) RETURNS TABLE (invite_id uuid, sent_at timestamptz, given_up_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, o.sent_at, o.given_up_at FROM invites i JOIN outbox o ON o.subject_id = i.id
  WHERE i.id = ANY (wanted) AND o.template = 'invite' AND (o.facts->>'generation')::integer = i.generation
    AND (lookup.staff_role() IN ('owner', 'support', 'security', 'auditor')
      OR (session_user = 'holdfast_worker' AND holdfast_actor() LIKE 'host:%'))
$$;

-- Accounts, and invites, whose address contains a text, for staff who may see them. A function, since row security lets no index serve
-- such a comparison. A percent sign and the like stand for themselves.
CREATE OR REPLACE FUNCTION lookup.search_accounts(wanted text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id FROM accounts a WHERE a.email LIKE '%' || regexp_replace(wanted, '([\\%_])', '\\\1', 'g') || '%'
    AND ((SELECT lookup.staff_role()) IS NOT NULL OR (session_user = 'holdfast_worker' AND holdfast_actor() LIKE 'host:%'))
$$;
CREATE OR REPLACE FUNCTION lookup.search_invites(wanted text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id FROM invites i WHERE i.email LIKE '%' || regexp_replace(wanted, '([\\%_])', '\\\1', 'g') || '%'
    AND ((SELECT lookup.staff_role()) IN ('owner', 'support', 'security', 'auditor')
      OR (session_user = 'holdfast_worker' AND holdfast_actor() LIKE 'host:%'))
$$;

-- Whether one more may join, below the cap on active members. The last place is asked for one by one: whoever asks waits until those
-- before them have joined or not, to the end of their transactions, so that no two get it. Under no cap nobody waits.
CREATE OR REPLACE FUNCTION lookup.take_place() RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM member_cap WHERE most IS NOT NULL) THEN RETURN true; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('holdfast places', 0));
  RETURN lookup.has_place();
END $$;
-- The same without taking it, for a page that says so before anybody types anything.
CREATE OR REPLACE FUNCTION lookup.has_place() RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT c.most > (SELECT count(*) FROM accounts a WHERE a.role IS NULL AND a.state = 'active')
    FROM member_cap c WHERE c.most IS NOT NULL), true)
$$;

-- The times that are taken of whoever made the feed address with this token's hash, and nothing else of theirs. No row for an address
-- that is not known, was revoked, or whose account is not active; one row without a hold where nothing is taken.
CREATE OR REPLACE FUNCTION lookup.busy_feed(wanted text, after timestamptz)
RETURNS TABLE (hold_id uuid, starts_at timestamptz, ends_at timestamptz, taken_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h.id, lower(h.during), upper(h.during), h.taken_at
  FROM busy_feeds f JOIN accounts a ON a.id = f.account_id AND a.state = 'active'
  LEFT JOIN holds h ON h.account_id = f.account_id AND h.released_at IS NULL AND upper(h.during) > after
  WHERE f.token_hash = wanted ORDER BY lower(h.during), h.id
$$;

-- How a member stands, for staff: states and counts, and no row of theirs.
DROP FUNCTION IF EXISTS lookup.member_standing(uuid);
CREATE FUNCTION lookup.member_standing(member uuid)
RETURNS TABLE (plan text, plan_until timestamptz, connections integer, working integer, sessions integer, factors integer,
               unbilled_units integer, unbilled_cents integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.status, p.period_end,
         (SELECT count(*)::int FROM connections c WHERE c.account_id = member AND c.state <> 'unlinked'),
         (SELECT count(*)::int FROM connections c WHERE c.account_id = member AND c.state = 'working'),
         (SELECT count(*)::int FROM sessions s WHERE s.account_id = member AND s.ended_at IS NULL AND s.expires_at > now()
            AND s.seen_at + s.idle_seconds * interval '1 second' > now()),
         (SELECT count(*)::int FROM factors f WHERE f.account_id = member), u.units, u.cents
  FROM (SELECT 1) AS one LEFT JOIN LATERAL
    (SELECT s.status, s.period_end FROM subscriptions s WHERE s.account_id = member
      -- The one of db/queries/subscriptions.ts.
      ORDER BY CASE WHEN s.status IN ('active', 'trialing') THEN 0 WHEN s.status = 'past_due' THEN 1 WHEN s.status IN ('unpaid', 'paused') THEN 2
        WHEN s.status = 'incomplete' THEN 3 ELSE 4 END, s.started_at DESC LIMIT 1) AS p ON true
  CROSS JOIN LATERAL (SELECT count(*)::int AS units, coalesce(sum(c.amount_cents), 0)::int AS cents FROM charges c
    WHERE c.account_id = member AND c.stripe_invoice_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM credits g WHERE g.acceptance_id = c.acceptance_id)) AS u
  WHERE lookup.staff_role() IS NOT NULL
$$;

-- Ends the connections of an account that has just been terminated, by an owner or on the host: the sealed logins go at once, and the
-- connections are due for the worker to destroy their keys.
CREATE OR REPLACE FUNCTION lookup.end_connections(member uuid, at timestamptz) RETURNS TABLE (id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH ended AS (
    UPDATE connections c SET state = 'unlinked', mode = 'off', next_poll_at = at, unlinked_at = at
    WHERE c.account_id = member AND c.state <> 'unlinked' AND lookup.state_of(member) = 'terminated'
      AND (lookup.staff_role() = 'owner' OR (session_user = 'holdfast_worker' AND holdfast_actor() LIKE 'host:%'))
    RETURNING c.id
  ), dropped AS (
    DELETE FROM credentials d USING ended e WHERE d.connection_id = e.id
  )
  SELECT e.id FROM ended e
$$;

-- What came in each of the latest months (UTC), newest first: sums alone, for those who look after the money.
DROP FUNCTION IF EXISTS lookup.money_by_month(integer);
CREATE FUNCTION lookup.money_by_month(months integer)
RETURNS TABLE (month text, revenue_cents bigint, units integer, credits integer, credit_cents bigint, refund_cents bigint, failed_payments integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT to_char(m.start, 'YYYY-MM'),
         (SELECT coalesce(sum(i.amount_paid_cents), 0) FROM invoices i WHERE i.paid_at >= m.start AND i.paid_at < m.until),
         (SELECT count(*)::int FROM charges c WHERE c.created_at >= m.start AND c.created_at < m.until),
         (SELECT count(*)::int FROM credits r WHERE r.created_at >= m.start AND r.created_at < m.until),
         (SELECT coalesce(sum(c.amount_cents), 0) FROM credits r JOIN charges c USING (acceptance_id)
            WHERE r.created_at >= m.start AND r.created_at < m.until),
         (SELECT coalesce(sum(g.amount_cents), 0) FROM refunds g WHERE g.state = 'posted' AND g.settled_at >= m.start AND g.settled_at < m.until),
         -- Of the invoices drawn in the month, because the events that told of each try are kept for some weeks only.
         (SELECT coalesce(sum(greatest(0, i.attempt_count - (i.status = 'paid')::int)), 0)::int FROM invoices i
            WHERE i.issued_at >= m.start AND i.issued_at < m.until)
  FROM (SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') - n * interval '1 month') AT TIME ZONE 'UTC' AS start,
               (date_trunc('month', now() AT TIME ZONE 'UTC') - (n - 1) * interval '1 month') AT TIME ZONE 'UTC' AS until
        FROM generate_series(0, months - 1) AS n) AS m
  WHERE lookup.staff_role() IN ('owner', 'billing', 'auditor')
  ORDER BY m.start DESC
$$;

-- How Stripe's webhooks stand: how many wait to be handled and since when, and when the last one came.
CREATE OR REPLACE FUNCTION lookup.webhook_health()
RETURNS TABLE (waiting integer, oldest_waiting timestamptz, last_received timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FILTER (WHERE handled_at IS NULL)::int, min(received_at) FILTER (WHERE handled_at IS NULL), max(received_at)
  FROM stripe_events WHERE lookup.staff_role() IN ('owner', 'billing', 'auditor')
$$;

-- What the reporter of something sees of it, by the link that they were shown: its secret's hash has to be known.
DROP FUNCTION IF EXISTS lookup.public_report(uuid, text);
CREATE FUNCTION lookup.public_report(wanted uuid, wanted_hash text)
RETURNS TABLE (kind text, created_at timestamptz, due_at timestamptz, state text, outcome text, answer text, looked_at timestamptz, closed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.kind, r.created_at, r.due_at, r.state, r.outcome, r.answer, r.looked_at, r.closed_at FROM public_reports r
  WHERE r.id = wanted AND r.secret_hash = wanted_hash
$$;

-- Since when the worker has not been seen: it writes down how its keys stand every minute. Told to anybody; nothing else of that row is.
CREATE OR REPLACE FUNCTION lookup.worker_seen_at() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT k.taken_at FROM key_status k $$;

-- What /api/metrics shows: counts and ages by state and queue, and no row of anybody.
CREATE OR REPLACE FUNCTION lookup.metrics() RETURNS TABLE (name text, label text, value double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT 'holdfast_jobs_waiting', j.name, count(*)::float8 FROM pgboss.job j WHERE j.state < 'active' GROUP BY j.name
  UNION ALL SELECT 'holdfast_jobs_oldest_seconds', j.name, extract(epoch FROM now() - min(j.created_on))::float8 FROM pgboss.job j
    WHERE j.state < 'active' GROUP BY j.name
  UNION ALL SELECT d.what, j.name, d.seconds FROM (
      SELECT b.name, percentile_cont(ARRAY[0.5, 0.95, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM b.completed_on - b.started_on)::float8) AS took
      FROM pgboss.job b WHERE b.completed_on > now() - interval '10 minutes' AND b.started_on IS NOT NULL GROUP BY b.name) j
    CROSS JOIN LATERAL (VALUES ('holdfast_jobs_seconds_median', j.took[1]), ('holdfast_jobs_seconds_p95', j.took[2]),
      ('holdfast_jobs_seconds_longest', j.took[3])) AS d (what, seconds)
  UNION ALL SELECT 'holdfast_offers', o.state, count(*)::float8 FROM offers o WHERE o.seen_at > now() - interval '1 day' GROUP BY o.state
  UNION ALL SELECT 'holdfast_acceptances', '', count(*)::float8 FROM acceptances a WHERE a.confirmed_at > now() - interval '1 day'
  UNION ALL SELECT 'holdfast_charges', c.state, count(*)::float8 FROM charges c GROUP BY c.state
  UNION ALL SELECT 'holdfast_log_lines_unchained', '', count(*)::float8 FROM access_lines l
    WHERE l.at > now() - interval '1 hour' AND NOT EXISTS (SELECT 1 FROM access_chain c WHERE c.line_id = l.id)
  UNION ALL SELECT 'holdfast_checkpoint_age_seconds', '', extract(epoch FROM now() - max(p.signed_at))::float8 FROM checkpoints p HAVING count(*) > 0
  UNION ALL SELECT 'holdfast_anomalies', n.state, count(*)::float8 FROM anomalies n WHERE n.closed_at IS NULL GROUP BY n.state
  UNION ALL SELECT 'holdfast_alarms', a.kind, count(*)::float8 FROM alarms a WHERE a.ended_at IS NULL GROUP BY a.kind
  UNION ALL SELECT 'holdfast_backup_age_seconds', '', extract(epoch FROM now() - max(r.taken_at))::float8 FROM backup_runs r
    WHERE r.kind = 'backup' AND r.result = 'done' HAVING count(*) > 0
  UNION ALL SELECT 'holdfast_restore_drill_age_seconds', '', extract(epoch FROM now() - max(r.finished_at))::float8 FROM backup_runs r
    WHERE r.kind = 'drill' AND r.result = 'done' HAVING count(*) > 0
  UNION ALL SELECT 'holdfast_blocks', '', count(*)::float8 FROM blocks b WHERE b.lifted_at IS NULL AND b.until > now()
$$;

-- What controls count of tables that the worker cannot read: shapes and numbers, and no row of anybody.
CREATE OR REPLACE FUNCTION lookup.control_counts() RETURNS TABLE (name text, label text, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT 'password', coalesce(substring(p.hash FROM '^(\$[^$]*\$v=\d+\$m=\d+,t=\d+,p=\d+\$)[A-Za-z0-9+/]{22,}\$[A-Za-z0-9+/]{43,}$'), 'no argon2 hash'), count(*)
    FROM passwords p GROUP BY 2
  UNION ALL SELECT 'authenticator', CASE WHEN octet_length(t.sealed) >= 44 AND t.sealed::text !~ '^\\x([2-7][0-9a-f])+$' THEN 'encrypted' ELSE 'not encrypted' END, count(*)
    FROM totp_secrets t GROUP BY 2
  UNION ALL SELECT 'staff', CASE WHEN EXISTS (SELECT 1 FROM factors f WHERE f.account_id = a.id) THEN 'with a factor' ELSE 'without a factor' END, count(*)
    FROM accounts a WHERE a.role IS NOT NULL AND a.state = 'active' GROUP BY 2
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA lookup FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA lookup TO holdfast_web;
REVOKE ALL ON FUNCTION lookup.control_counts() FROM holdfast_web;
GRANT EXECUTE ON FUNCTION lookup.control_counts() TO holdfast_worker;
GRANT EXECUTE ON FUNCTION lookup.end_connections(uuid, timestamptz), lookup.invite_mails(uuid[]), lookup.staff_within(cidr),
  lookup.count_sign(text, text, text, integer), lookup.search_accounts(text), lookup.search_invites(text) TO holdfast_worker;

RESET ROLE;

-- Nobody joins without an invite that the same transaction has redeemed, under another address, as staff, or past the last place: not even
-- by a bug in web.
CREATE POLICY web_joins ON accounts FOR INSERT TO holdfast_web
  WITH CHECK (id = holdfast_account() AND email = lookup.invited_email(id) AND role IS NULL AND state = 'active' AND lookup.take_place());

-- Staff, through web: what each role may see and change is lib/accounts/permissions.ts; here is the part of it that no mistake in
-- web exceeds; a captured web could name a living session of staff. Nobody changes their own account's standing; only an owner changes roles, terminates, or touches an owner.
CREATE POLICY staff_reads ON accounts FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IS NOT NULL);
CREATE POLICY staff_changes ON accounts FOR UPDATE TO holdfast_web
  USING (holdfast_actor() <> 'staff:' || id AND state <> 'erased' AND ((SELECT lookup.staff_role()) = 'owner'
    OR ((SELECT lookup.staff_role()) = 'security' AND role IS DISTINCT FROM 'owner' AND state IN ('active', 'suspended'))))
  WITH CHECK (state <> 'erased' AND ((SELECT lookup.staff_role()) = 'owner'
    OR (role IS NOT DISTINCT FROM lookup.role_of(id) AND state IN ('active', 'suspended'))));
CREATE POLICY staff_reads ON member_cap FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'support', 'security', 'auditor'));
CREATE POLICY staff_caps ON member_cap FOR INSERT TO holdfast_web WITH CHECK ((SELECT lookup.staff_role()) = 'owner');
CREATE POLICY staff_changes ON member_cap FOR UPDATE TO holdfast_web USING ((SELECT lookup.staff_role()) = 'owner');
-- To end a session it must be seen.
CREATE POLICY staff_reads ON sessions FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security'));
CREATE POLICY staff_ends ON sessions FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security')) WITH CHECK (ended_at IS NOT NULL);
CREATE POLICY staff_reads ON invites FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'support', 'security', 'auditor'));
CREATE POLICY staff_invites ON invites FOR INSERT TO holdfast_web WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'support'));
CREATE POLICY staff_resends ON invites FOR UPDATE TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'support'));
CREATE POLICY staff_reads ON invite_asks FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'support', 'security', 'auditor'));
CREATE POLICY staff_answers ON invite_asks FOR DELETE TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'support'));
CREATE POLICY staff_mails ON outbox FOR INSERT TO holdfast_web WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'support', 'security'));
CREATE POLICY staff_reads ON reports FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'support', 'auditor'));
CREATE POLICY staff_handles ON reports FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security')) WITH CHECK (holdfast_actor() = 'staff:' || handled_by);
CREATE POLICY staff_reads ON factor_resets FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_asks ON factor_resets FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = 'staff:' || asked_by
    AND confirmed_by IS NULL AND effective_at IS NULL);
CREATE POLICY staff_confirms ON factor_resets FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security') AND applied_at IS NULL AND cancelled_at IS NULL)
  WITH CHECK (applied_at IS NULL AND (cancelled_at IS NOT NULL OR holdfast_actor() = 'staff:' || confirmed_by));
CREATE POLICY staff_reads ON key_tasks FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_rotates ON key_tasks FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = asked_by AND started_at IS NULL AND finished_at IS NULL);
CREATE POLICY staff_reads ON control_asks FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_asks ON control_asks FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = asked_by AND taken_at IS NULL);
-- Blocks: nobody shuts themselves out, and only an owner an owner.
CREATE POLICY staff_reads ON blocks FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_blocks ON blocks FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = made_by AND lifted_at IS NULL
    AND (account_id IS NULL OR (holdfast_actor() <> 'staff:' || account_id
      AND ((SELECT lookup.staff_role()) = 'owner' OR lookup.role_of(account_id) IS DISTINCT FROM 'owner'))));
CREATE POLICY staff_lifts ON blocks FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security') AND lifted_at IS NULL) WITH CHECK (holdfast_actor() = lifted_by);
-- Anomalies: found by the worker, looked at and closed in one's own name.
CREATE POLICY staff_reads ON backup_runs FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IS NOT NULL);
CREATE POLICY staff_reads ON alarms FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IS NOT NULL);
CREATE POLICY staff_reads ON anomalies FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_settles ON anomalies FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security') AND closed_at IS NULL)
  WITH CHECK (holdfast_actor() IN (looked_by, closed_by));
-- Money: who may see it sees plans, invoices and what is given back; asking is for billing and owners, in their own name and undecided.
DO $$
DECLARE it text;
BEGIN
  FOREACH it IN ARRAY ARRAY['subscriptions', 'invoices', 'refunds', 'final_invoices'] LOOP
    EXECUTE format('CREATE POLICY staff_reads_money ON %I FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN (''billing'', ''owner'', ''auditor''))', it);
  END LOOP;
END $$;
CREATE POLICY staff_refunds ON refunds FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('billing', 'owner') AND holdfast_actor() = asked_by AND holdfast_actor() <> 'staff:' || account_id
    AND state = 'due' AND attempts = 0);
CREATE POLICY staff_ends ON final_invoices FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) = 'owner' AND because = 'terminated' AND state = 'due' AND attempts = 0
    AND lookup.state_of(account_id) = 'terminated');
CREATE POLICY staff_reads ON key_status FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
-- What billing looks into: how the rounds stand, what differs from Stripe, and the ask to mend it, which the worker does.
CREATE POLICY staff_reads ON billing_rounds FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'billing', 'auditor'));
CREATE POLICY staff_reads ON reconcile_runs FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'billing', 'auditor'));
CREATE POLICY staff_asks ON reconcile_runs FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'billing') AND holdfast_actor() = asked_by AND finished_at IS NULL);
CREATE POLICY staff_reads ON differences FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'billing', 'auditor'));
CREATE POLICY web_own ON differences FOR SELECT TO holdfast_web USING (account_id = holdfast_account());
CREATE POLICY staff_repairs ON differences FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'billing') AND (settled_at IS NULL OR settled_how = 'set_aside'))
  WITH CHECK ((settled_at IS NULL OR settled_how = 'set_aside') AND holdfast_actor() = repair_asked_by);
-- Incidents: security and owners handle them, in their own name and undecided at first; the auditor reads.
DO $$
DECLARE it text;
BEGIN
  FOREACH it IN ARRAY ARRAY['incidents', 'incident_entries', 'incident_posts', 'affected_findings', 'affected_members', 'incident_notices',
    'incident_deliveries', 'incident_filings', 'corrective_actions', 'stops'] LOOP
    EXECUTE format('CREATE POLICY staff_reads ON %I FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN (''owner'', ''security'', ''auditor''))', it);
  END LOOP;
  FOREACH it IN ARRAY ARRAY['incidents', 'incident_posts', 'incident_notices', 'incident_filings', 'corrective_actions', 'stops'] LOOP
    EXECUTE format('CREATE POLICY staff_handles ON %I FOR UPDATE TO holdfast_web USING ((SELECT lookup.staff_role()) IN (''owner'', ''security''))', it);
  END LOOP;
END $$;
CREATE POLICY staff_opens ON incidents FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = opened_by AND state = 'open');
CREATE POLICY staff_notes ON incident_entries FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = actor);
CREATE POLICY staff_publishes ON incident_posts FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = published_by
    AND drill = (SELECT i.drill FROM incidents i WHERE i.id = incident_id));
CREATE POLICY staff_asks ON affected_findings FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = asked_by AND answered_at IS NULL AND members IS NULL);
CREATE POLICY staff_drafts ON incident_notices FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = written_by AND state = 'draft'
    AND drill = (SELECT i.drill FROM incidents i WHERE i.id = incident_id));
CREATE POLICY staff_sends ON incident_deliveries FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND sent_at IS NULL AND refused_at IS NULL AND read_at IS NULL);
CREATE POLICY staff_asks ON incident_filings FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND state = 'due');
CREATE POLICY staff_plans ON corrective_actions FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND done_at IS NULL);
CREATE POLICY staff_stops ON stops FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = stopped_by AND lifted_at IS NULL
    AND NOT (SELECT i.drill FROM incidents i WHERE i.id = incident_id));
CREATE POLICY staff_reads ON public_reports FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'support', 'auditor'));
CREATE POLICY staff_handles ON public_reports FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security')) WITH CHECK (holdfast_actor() = 'staff:' || handled_by);
CREATE POLICY staff_reads ON patch_status FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_keeps ON processors FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security') AND withdrawn_at IS NULL) WITH CHECK (true);
CREATE POLICY staff_announces ON processor_changes FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND holdfast_actor() = 'staff:' || announced_by
    AND announced_at BETWEEN now() - interval '1 minute' AND now() + interval '1 minute'
    AND mailed_to IS NULL AND mailed_at IS NULL AND applied_at IS NULL AND called_off_at IS NULL
    AND recalled_to IS NULL AND recalled_at IS NULL);
CREATE POLICY staff_calls_off ON processor_changes FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security') AND applied_at IS NULL AND called_off_at IS NULL)
  WITH CHECK (called_off_at IS NOT NULL);
CREATE POLICY staff_reads ON clause_evidence FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_records ON clause_evidence FOR INSERT TO holdfast_web
  WITH CHECK ((SELECT lookup.staff_role()) IN ('owner', 'security') AND (SELECT lookup.staff_role()) = author_role
    AND holdfast_actor() = 'staff:' || recorded_by AND recorded_at = now() AND withdrawn_at IS NULL);
CREATE POLICY staff_withdraws ON clause_evidence FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security') AND withdrawn_at IS NULL) WITH CHECK (holdfast_actor() = 'staff:' || withdrawn_by);
CREATE POLICY staff_reads ON support_grants FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'support'));
-- How to reach a member: for roles that must, and only to a transaction that has written down that it looks.
CREATE POLICY staff_looks ON contacts FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'support', 'security') AND lookup.looks_at_contact(account_id));
CREATE POLICY staff_reads_lines ON access_lines FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_reads_links ON access_chain FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
-- From where staff acted their reviewers may know; from where members did, nobody but they.
CREATE POLICY staff_reads ON access_keys FOR SELECT TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor') AND lookup.role_of(account_id) IS NOT NULL);
-- Reviews: the worker draws them and closes them; who judges an item does so once, in their own name, while it is open, and as a review of
-- one's own wherever another person is not shown to have done what is judged.
CREATE POLICY staff_reads ON reviews FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_reads ON review_items FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN ('owner', 'security', 'auditor'));
CREATE POLICY staff_judges ON review_items FOR UPDATE TO holdfast_web
  USING ((SELECT lookup.staff_role()) IN ('owner', 'security') AND judgement IS NULL
    AND EXISTS (SELECT 1 FROM reviews r WHERE r.id = review_id AND r.closed_at IS NULL))
  WITH CHECK (holdfast_actor() = 'staff:' || judged_by
    AND (self_reviewed OR (actor <> holdfast_actor() AND actor !~ '^host:' AND lookup.has_colleague())));
-- What support sees of a member who has given leave, for as long as the leave lasts, and only while it writes down that it looks.
DO $$
DECLARE it text;
BEGIN
  FOREACH it IN ARRAY ARRAY['connections', 'schedules', 'weekly_hours', 'date_overrides', 'time_off', 'rules', 'subscriptions', 'activity'] LOOP
    EXECUTE format('CREATE POLICY support_looks ON %I FOR SELECT TO holdfast_web USING ((SELECT lookup.staff_role()) IN (''owner'', ''support'') AND lookup.support_looks(account_id))', it);
  END LOOP;
END $$;

-- Old lines of the access log make room for a signed note, by this one way. What it refuses holds whoever has taken the worker over: lines
-- of the last thirteen months, and lines that no checkpoint kept elsewhere speaks for. That the note tells the truth, log:verify checks.
CREATE SCHEMA IF NOT EXISTS access_log;
REVOKE ALL ON SCHEMA access_log FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA access_log TO holdfast_log;
GRANT USAGE ON SCHEMA access_log TO holdfast_worker;
GRANT SELECT (id, created_at), DELETE ON access_lines TO holdfast_log;
GRANT SELECT, DELETE ON access_chain TO holdfast_log;
GRANT SELECT (number, sequence) ON checkpoints TO holdfast_log;
GRANT SELECT (number) ON checkpoint_exports TO holdfast_log;
GRANT INSERT ON tombstones TO holdfast_log;
CREATE POLICY log_reads ON access_lines FOR SELECT TO holdfast_log USING (true);
CREATE POLICY log_buries ON access_lines FOR DELETE TO holdfast_log USING (true);
CREATE POLICY log_reads ON access_chain FOR SELECT TO holdfast_log USING (true);
CREATE POLICY log_buries ON access_chain FOR DELETE TO holdfast_log USING (true);
CREATE POLICY log_reads ON checkpoints FOR SELECT TO holdfast_log USING (true);
CREATE POLICY log_reads ON checkpoint_exports FOR SELECT TO holdfast_log USING (true);
CREATE POLICY log_notes ON tombstones FOR INSERT TO holdfast_log WITH CHECK (true);
SET ROLE holdfast_log;
CREATE OR REPLACE FUNCTION access_log.bury(last bigint, note text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone uuid[];
BEGIN
  SELECT array_agg(c.line_id) INTO gone FROM access_chain c WHERE c.sequence <= last;
  IF NOT EXISTS (SELECT 1 FROM access_chain c WHERE c.sequence = last) THEN
    RAISE EXCEPTION 'the chain has no such place' USING ERRCODE = 'no_data_found';
  ELSIF NOT EXISTS (SELECT 1 FROM access_chain c WHERE c.sequence > last) THEN
    RAISE EXCEPTION 'the newest line stays, for the next one to go on from' USING ERRCODE = 'insufficient_privilege';
  ELSIF EXISTS (SELECT 1 FROM access_chain c LEFT JOIN access_lines l ON l.id = c.line_id
      WHERE c.sequence <= last AND greatest(l.created_at, c.chained_at) > now() - interval '13 months') THEN
    RAISE EXCEPTION 'lines of the last thirteen months stay' USING ERRCODE = 'insufficient_privilege';
  ELSIF NOT EXISTS (SELECT 1 FROM checkpoints p JOIN checkpoint_exports e USING (number) WHERE p.sequence >= last) THEN
    RAISE EXCEPTION 'no checkpoint kept elsewhere speaks for these lines' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO tombstones (through, jws, signed_at) VALUES (last, note, now());
  DELETE FROM access_chain WHERE sequence <= last;
  DELETE FROM access_lines WHERE id = ANY (gone);
  RETURN cardinality(gone);
END $$;
REVOKE ALL ON FUNCTION access_log.bury(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_log.bury(bigint, text) TO holdfast_worker;
RESET ROLE;

-- The job tables of pg-boss: the worker's alone. Its owner makes them and the queues.
GRANT USAGE ON SCHEMA pgboss TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO holdfast_worker;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO holdfast_worker;
