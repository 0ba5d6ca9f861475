import { capital } from "@/app/_ui/capital";
import { Field } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { TextLink } from "@/app/_ui/text-link";
import { type Asked, type ListShape, type SortFacts, sortName, wayOf } from "./list-shape";

type Filters = Record<string, readonly string[]>;

/** Narrows and sorts a list. It only reads, so it is a form that gets; its page begins anew at the head of the list. */
export function FilterForm<Sort extends string, Of extends Filters>({
  shape,
  asked,
}: {
  shape: ListShape<Sort, Of>;
  asked: Asked<Sort, Of>;
}) {
  const { path, search, sorts, filters } = shape;
  const orders = (Object.entries(sorts) as [Sort, SortFacts][]).flatMap(([sort, { label, of, descending }]) =>
    [descending, !descending].map((down) => ({ value: sortName({ sort, descending: down }), label: `${label}, ${wayOf(of, down)}` })),
  );
  const isPlain = asked.search === "" && Object.values(asked.filters).every((value) => value === null);
  return (
    <search>
      <form action={`${path}#list`} className="flex flex-wrap items-end gap-4">
        {search === null ? null : (
          <div className="min-w-56 grow">
            <Field name="q" label={search} type="search" defaultValue={asked.search} markOptional={false} maxLength={254} />
          </div>
        )}
        {Object.entries(filters).map(([name, { label, options, labels }]) => (
          <div key={name} className="w-full sm:w-44">
            <Select
              name={name}
              label={label}
              options={[
                { value: "any", label: "Any" },
                ...(options as readonly string[]).map((value) => ({
                  value,
                  label: (labels as Partial<Record<string, string>>)?.[value] ?? capital(value),
                })),
              ]}
              defaultValue={asked.filters[name] ?? "any"}
              required
            />
          </div>
        ))}
        <div className="w-full sm:w-60">
          <Select name="sort" label="Sort by" options={orders} defaultValue={sortName(asked)} required />
        </div>
        <div className="flex items-center gap-4">
          <SubmitButton tone="secondary">Show</SubmitButton>
          {isPlain ? null : (
            <TextLink href={`${path}#list`} alone>
              Clear
            </TextLink>
          )}
        </div>
      </form>
    </search>
  );
}
