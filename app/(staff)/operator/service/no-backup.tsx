import { EmptyState } from "@/app/_ui/empty-state";

/** What stands in the place of backups before there is one. */
export function NoBackup() {
  return (
    <EmptyState title="No backup has been taken yet">
      On the host: <code>npm run operator -- backup --to DIRECTORY</code> takes one, <code>npm run operator -- drill restore</code>{" "}
      rehearses putting it back. Both belong on a timer: a backup each day, a rehearsal each month.
    </EmptyState>
  );
}
