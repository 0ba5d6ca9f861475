/**
 * How the embedded server runs. Its log says that a statement failed, never what it was or which values it held.
 * @param durable false trades safety against a machine's crash for speed
 */
export function serverOptions(port: number, durable: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: durable ? 200 : 300,
    password_encryption: "scram-sha-256",
    timezone: "UTC",
    log_timezone: "UTC",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    log_min_error_statement: "panic",
    log_parameter_max_length_on_error: 0,
    jit: "off",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off", wal_level: "minimal", max_wal_senders: 0 }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
