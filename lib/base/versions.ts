type Parsed = { numbers: number[]; before: string[] };

function parse(version: string): Parsed {
  const [, numbers = "", before = ""] = /^v?(\d+(?:\.\d+){0,2})(?:-([0-9A-Za-z.-]+))?/.exec(version) ?? [];
  return { numbers: numbers.split(".").map(Number), before: before ? before.split(".") : [] };
}

function comparePart(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber && isOtherNumber) return Number(one) - Number(other);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Which of two versions comes first, by the precedence of Semantic Versioning 2.0.0, section 11: negative, zero or positive. Numbers that are left
 * out count as 0, so that "18.4" is 18.4.0; what is no version comes before all others.
 */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [parse(one), parse(other)];
  for (let place = 0; place < 3; place += 1) {
    const difference = (left.numbers[place] ?? 0) - (right.numbers[place] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.before.length === 0 || right.before.length === 0) return right.before.length - left.before.length;
  for (let place = 0; place < Math.max(left.before.length, right.before.length); place += 1) {
    const [mine, theirs] = [left.before[place], right.before[place]];
    if (mine === undefined || theirs === undefined) return mine === undefined ? -1 : 1;
    const difference = comparePart(mine, theirs);
    if (difference !== 0) return difference;
  }
  return 0;
}
