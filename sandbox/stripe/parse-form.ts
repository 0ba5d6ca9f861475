/** A form as Stripe nests it: `a[b][0]=c`. Every leaf is text. */
export type Form = { [name: string]: FormValue };
export type FormValue = string | FormValue[] | Form;

interface Branch {
  readonly children: Map<string, Branch>;
  text: string | null;
}

/** Reads `application/x-www-form-urlencoded` text with bracketed names. Levels that are all numbers, or `[]`, become lists. */
export function parseForm(...texts: string[]): Form {
  const root: Branch = { children: new Map(), text: null };
  for (const text of texts) {
    for (const [name, value] of new URLSearchParams(text)) {
      let branch = root;
      for (const step of stepsOf(name)) {
        const key = step === "" ? String(branch.children.size) : step;
        const next: Branch = branch.children.get(key) ?? { children: new Map(), text: null };
        branch.children.set(key, next);
        branch = next;
      }
      branch.text = value;
    }
  }
  return Object.fromEntries([...root.children].map(([name, child]) => [name, readBranch(child)]));
}

function stepsOf(name: string): string[] {
  const open = name.indexOf("[");
  if (open < 0) return [name];
  return [
    name.slice(0, open),
    ...name
      .slice(open + 1)
      .replace(/\]$/, "")
      .split("]["),
  ];
}

function readBranch(branch: Branch): FormValue {
  if (branch.children.size === 0) return branch.text ?? "";
  const entries = [...branch.children];
  if (entries.every(([key]) => /^\d+$/.test(key))) return entries.map(([, child]) => readBranch(child));
  return Object.fromEntries(entries.map(([key, child]) => [key, readBranch(child)]));
}
