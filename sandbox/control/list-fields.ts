import { z } from "zod";

interface Shape {
  anyOf?: Shape[];
  oneOf?: Shape[];
  properties?: Record<string, Field>;
  required?: string[];
}
interface Field {
  type?: string;
  const?: string;
  enum?: string[];
  format?: string;
  anyOf?: Field[];
  items?: Field;
  default?: unknown;
}

/** What a request's body may hold, a line a field: "`hours`: number; 2 if not given". Alternatives come first, a line each. */
export function listFields(schema: z.ZodType): string[] {
  const shape = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
  const [first = [], ...others] = (shape.anyOf ?? shape.oneOf ?? [shape]).map(linesOf);
  if (others.length === 0) return first;
  const common = first.filter((line) => others.every((lines) => lines.includes(line)));
  return [...[first, ...others].map((lines) => lines.filter((line) => !common.includes(line)).join(" and ")), ...common];
}

const linesOf = ({ properties = {}, required = [] }: Shape): string[] =>
  Object.entries(properties).map(([name, field]) => `\`${name}\`: ${kindOf(field)}${whenLeftOut(field, required.includes(name))}`);

function kindOf({ type, const: only, enum: choices, format, anyOf, items }: Field): string {
  if (only !== undefined) return `"${only}"`;
  if (choices) return `one of ${choices.map((choice) => `"${choice}"`).join(", ")}`;
  if (anyOf) return anyOf.map(kindOf).join(" or ");
  if (items) return `list of ${kindOf(items)}s`;
  return format === "date-time" ? "time in UTC, such as 2026-12-01T15:00:00Z" : (type ?? "anything");
}

function whenLeftOut(field: Field, isRequired: boolean): string {
  if (field.default !== undefined) return `; ${JSON.stringify(field.default)} if not given`;
  return isRequired ? "" : "; optional";
}
