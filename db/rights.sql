-- Who may do what with which table. Applied anew at every migration, after the tables: all earlier rights and policies are dropped
-- first, so that this file is the whole truth. A table that is not named here can be used by nobody.
--
-- holdfast_web     serves people: an account's own rows, as row security sees to; no vault key, no job, no other account.
-- holdfast_worker  runs the jobs: every account's rows, but no password; only it can connect to the keys database.
-- holdfast_purge   erases what is past its time.
-- holdfast_lookup  cannot log in; owns the few functions by which web finds a row before it knows whose it is.

DO $$
DECLARE it record;
BEGIN
  FOR it IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON public.%I', it.policyname, it.tablename);
  END LOOP;
  FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, holdfast_web, holdfast_worker, holdfast_purge, holdfast_lookup', it.tablename);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', it.tablename);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', it.tablename);
  END LOOP;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO holdfast_web, holdfast_worker, holdfast_purge, holdfast_lookup;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_account(), holdfast_actor(), notify_worker() TO holdfast_web, holdfast_worker, holdfast_purge;

-- Row security. Web sees the rows of the account that its transaction names; the worker sees rows once it has said which job it is.
DO $$
DECLARE it text;
BEGIN
  FOREACH it IN ARRAY ARRAY['passwords', 'sessions', 'consents', 'outbox', 'requests', 'connections', 'credentials', 'schedules',
    'weekly_hours', 'rules', 'offers', 'decisions', 'holds', 'unit_counts', 'intents', 'acceptances', 'charges', 'stripe_customers',
    'subscriptions', 'invoices', 'activity'] LOOP
    EXECUTE format('CREATE POLICY web_own ON %I TO holdfast_web USING (account_id = holdfast_account()) WITH CHECK (account_id = holdfast_account())', it);
  END LOOP;
  FOREACH it IN ARRAY ARRAY['accounts', 'sessions', 'invites', 'invite_asks', 'consents', 'access_lines', 'access_chain', 'outbox', 'requests',
    'platform_permits', 'connections', 'credentials', 'schedules', 'weekly_hours', 'rules', 'offers', 'decisions', 'holds', 'unit_counts',
    'intents', 'acceptances', 'charges', 'stripe_customers', 'subscriptions', 'invoices', 'stripe_events', 'activity'] LOOP
    EXECUTE format('CREATE POLICY worker_named ON %I TO holdfast_worker USING (holdfast_actor() ~ ''^(system|host):'')', it);
  END LOOP;
END $$;

CREATE POLICY web_own ON accounts FOR SELECT TO holdfast_web USING (id = holdfast_account());
CREATE POLICY web_own_lines ON access_lines FOR SELECT TO holdfast_web USING (subject = holdfast_account());
-- A line may only be written in the name of whoever the transaction acts for.
CREATE POLICY web_writes_lines ON access_lines FOR INSERT TO holdfast_web WITH CHECK (actor = holdfast_actor());
CREATE POLICY web_permits ON platform_permits FOR SELECT TO holdfast_web USING (true);
CREATE POLICY web_counts ON throttles TO holdfast_web USING (true) WITH CHECK (true);
CREATE POLICY web_asks ON invite_asks FOR INSERT TO holdfast_web WITH CHECK (true);
CREATE POLICY web_announces_asks ON outbox FOR INSERT TO holdfast_web WITH CHECK (template = 'invite-asked' AND account_id IS NULL);
CREATE POLICY web_takes_events ON stripe_events FOR INSERT TO holdfast_web WITH CHECK (holdfast_actor() = 'webhook:stripe');

-- Identity
GRANT SELECT, INSERT ON accounts TO holdfast_web;
GRANT SELECT, UPDATE (state) ON accounts TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE ON passwords TO holdfast_web;
GRANT SELECT, INSERT, UPDATE ON sessions TO holdfast_web;
GRANT SELECT, UPDATE (ended_at, ended_because) ON sessions TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE ON invites TO holdfast_worker;
GRANT INSERT ON invite_asks TO holdfast_web;
GRANT SELECT, DELETE ON invite_asks TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON throttles TO holdfast_web;
GRANT SELECT, INSERT ON consents TO holdfast_web;
GRANT SELECT ON consents TO holdfast_worker;

-- The access log: lines and their chain can be added and read, by no one altered or removed.
GRANT SELECT, INSERT ON access_lines TO holdfast_web, holdfast_worker;
GRANT SELECT, INSERT ON access_chain TO holdfast_worker;

-- Mail and requests for work
GRANT INSERT ON outbox TO holdfast_web;
GRANT SELECT, INSERT, UPDATE (attempts, next_attempt_at, sent_at, given_up_at) ON outbox TO holdfast_worker;
GRANT SELECT, INSERT ON requests TO holdfast_web;
GRANT SELECT, UPDATE (taken_at) ON requests TO holdfast_worker;

-- Connections and their sealed credentials
GRANT SELECT ON platform_permits TO holdfast_web;
GRANT SELECT, INSERT, UPDATE ON platform_permits TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE (state, mode, credential_version, next_poll_at, unlinked_at) ON connections TO holdfast_web;
GRANT SELECT, UPDATE ON connections TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON credentials TO holdfast_web;
GRANT SELECT, UPDATE, DELETE ON credentials TO holdfast_worker;

-- Schedule, rules, offers and what became of them
GRANT SELECT, INSERT, UPDATE, DELETE ON schedules, weekly_hours, rules TO holdfast_web;
GRANT SELECT ON schedules, weekly_hours, rules TO holdfast_worker;
GRANT SELECT ON offers, decisions, holds, unit_counts, intents, acceptances TO holdfast_web;
GRANT SELECT, INSERT, UPDATE ON offers, holds, unit_counts, intents TO holdfast_worker;
GRANT SELECT, INSERT ON decisions, acceptances TO holdfast_worker;
GRANT SELECT, INSERT ON activity TO holdfast_worker;
GRANT SELECT ON activity TO holdfast_web;

-- Money
GRANT SELECT ON charges, subscriptions, invoices TO holdfast_web;
GRANT SELECT, INSERT, UPDATE ON charges, subscriptions, invoices TO holdfast_worker;
GRANT SELECT, INSERT ON stripe_customers TO holdfast_web;
GRANT SELECT ON stripe_customers TO holdfast_worker;
GRANT INSERT ON stripe_events TO holdfast_web;
GRANT SELECT, UPDATE (attempts, next_attempt_at, handled_at, outcome) ON stripe_events TO holdfast_worker;

-- The look-ups before a login. Each takes what only the right person holds, and returns what the next step needs and no more.
CREATE SCHEMA IF NOT EXISTS lookup;
REVOKE ALL ON SCHEMA lookup FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA lookup TO holdfast_lookup;
GRANT USAGE ON SCHEMA lookup TO holdfast_web;
GRANT SELECT (id, email, state, role) ON accounts TO holdfast_lookup;
GRANT SELECT (account_id, hash) ON passwords TO holdfast_lookup;
GRANT SELECT ON sessions TO holdfast_lookup;
GRANT SELECT, UPDATE (redeemed_at, redeemed_by) ON invites TO holdfast_lookup;
CREATE POLICY lookup_reads ON accounts FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON passwords FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON sessions FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_reads ON invites FOR SELECT TO holdfast_lookup USING (true);
CREATE POLICY lookup_claims ON invites FOR UPDATE TO holdfast_lookup USING (true);

SET ROLE holdfast_lookup;

CREATE OR REPLACE FUNCTION lookup.session(wanted uuid)
RETURNS TABLE (id uuid, account_id uuid, assurance text, idle_seconds integer, created_at timestamptz, seen_at timestamptz,
               expires_at timestamptz, ended_at timestamptz, email text, state text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.account_id, s.assurance, s.idle_seconds, s.created_at, s.seen_at, s.expires_at, s.ended_at, a.email, a.state, a.role
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

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA lookup FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA lookup TO holdfast_web;

RESET ROLE;

-- Nobody joins without an invite that the same transaction has redeemed, under another address, or as staff: not even by a bug in web.
CREATE POLICY web_joins ON accounts FOR INSERT TO holdfast_web
  WITH CHECK (id = holdfast_account() AND email = lookup.invited_email(id) AND role IS NULL AND state = 'active');

-- The job tables of pg-boss: the worker's alone. Its owner makes them and the queues.
GRANT USAGE ON SCHEMA pgboss TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO holdfast_worker;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO holdfast_worker;
