/** Navigation properties: in a reply only where `$expand` names them (OData 4.01, part 2, 5.1.3). */
const navigation = ["Location", "Provider", "Attachments"];

type Fields = Record<string, unknown>;
const namesIn = (text: string) => text.split(",").filter((name) => name !== "");
const only = (value: Fields, names: readonly string[]) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));

/** What `$expand` asks for: each property, and which of its own fields; null for all of them. Null when it is not understood. */
function readExpand(text: string): Map<string, string[] | null> | null {
  const asked = new Map<string, string[] | null>();
  const rest = text.replace(/(\w+)(?:\(\$select=([\w,]+)\))?(?:,|$)/g, (_, name: string, fields?: string) => {
    asked.set(name, fields === undefined ? null : namesIn(fields));
    return "";
  });
  return rest === "" && [...asked.keys()].every((name) => navigation.includes(name)) ? asked : null;
}

/** Cuts an order down to what the query asks for. Null when the query asks in a way that is not understood. */
export function shapeReply(order: Fields, query: URLSearchParams): Fields | null {
  const expand = readExpand(query.get("$expand") ?? "");
  const select = query.get("$select");
  if (!expand) return null;
  const plain = Object.keys(order).filter((name) => !navigation.includes(name));
  const wanted = select === null ? plain : namesIn(select);
  if (!wanted.every((name) => plain.includes(name))) return null;
  const expanded = [...expand].map(([name, fields]) => {
    const value = order[name];
    return [name, fields && value !== null && !Array.isArray(value) ? only(value as Fields, fields) : value] as const;
  });
  return { ...only(order, wanted), ...Object.fromEntries(expanded) };
}
