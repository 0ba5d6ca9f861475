import { Form } from "@/app/_ui/form";
import { Select } from "@/app/_ui/select";
import { type Role, roles } from "@/lib/accounts/permissions";
import { changeRole } from "./actions";

const names: Record<Role, string> = { support: "Support", billing: "Billing", security: "Security", owner: "Owner", auditor: "Auditor" };
const options = [{ value: "none", label: "No role" }, ...roles.map((value) => ({ value, label: names[value] }))];

/** Gives an account another role, or none. */
export function RoleForm({ member, role }: { member: string; role: Role | null }) {
  return (
    <Form action={changeRole} submit="Change the role" pending="Changing" tone="secondary">
      <input type="hidden" name="member" value={member} />
      <Select name="role" label="Role" options={options} defaultValue={role ?? "none"} required />
    </Form>
  );
}
