-- The keys database: the worker's role alone may connect, and only to keep, read and destroy wrapped keys.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO holdfast_worker;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON connection_keys TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON credential_floors TO holdfast_worker;
GRANT SELECT, INSERT, UPDATE ON root_keys TO holdfast_worker;
GRANT SELECT ON installation TO holdfast_worker;
