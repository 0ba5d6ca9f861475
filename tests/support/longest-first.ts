import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes. Begun last, one of them would keep a single core busy while the others have nothing left to do. */
const longest = ["accept-path-crash", "csp", "journey", "passkeys", "faults"];

const rank = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return place < 0 ? longest.length : place;
};

/** Vitest's own order, but the files that take longest begin first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- Vitest's method of that name; it is no array's.
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
