/**
 * The three functions of the Reflect metadata proposal that @peculiar/x509's container looks for. Import this,
 * then load that package dynamically. It alone needs them here, for classes that it registers by hand, so a map is enough.
 */
const known = new WeakMap<object, Map<unknown, unknown>>();

const getOwnMetadata = (key: unknown, target: object) => known.get(target)?.get(key);

function getMetadata(key: unknown, target: object): unknown {
  for (let at: object | null = target; at; at = Object.getPrototypeOf(at) as object | null) {
    if (known.get(at)?.has(key)) return known.get(at)?.get(key);
  }
  return undefined;
}

function defineMetadata(key: unknown, value: unknown, target: object) {
  known.set(target, (known.get(target) ?? new Map<unknown, unknown>()).set(key, value));
}

Object.assign(Reflect, { getOwnMetadata, getMetadata, defineMetadata });
