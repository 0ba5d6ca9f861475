import postgres from "postgres";
import { databaseUrl } from "@/lib/base/env";

const channel = "holdfast_changed";

/** A process's ear for changes. */
export interface ChangeListener {
  /** Has the database say nothing to everybody that listens, which shows that hearing works. */
  ping: () => Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Calls `told` with an account's id whenever a change of its rows is committed (the triggers are in db/migrations), in whatever process;
 * with "" for a ping; and `missed` when the connection was lost and is back, so that something may not have been heard.
 */
export async function listenForChanges(told: (accountId: string) => void, missed: () => void): Promise<ChangeListener> {
  const options = { max: 1, connect_timeout: 5, idle_timeout: 60, onnotice: () => undefined };
  const client = postgres(databaseUrl("web"), { ...options, connection: { application_name: "holdfast web changes" } });
  await client.listen(channel, told, missed);
  return {
    ping: async () => {
      await client.notify(channel, "");
    },
    stop: () => client.end({ timeout: 1 }),
  };
}
