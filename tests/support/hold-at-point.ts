/**
 * Stands in for lib/base/points in a test that lets something happen while a job stands at a point, once:
 * `vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"))`, then arm `held`.
 */
export const held = { point: "", meanwhile: null as (() => Promise<void>) | null };

/** The next to pass this point dies there. */
export function dieAt(point: string): void {
  held.point = point;
  held.meanwhile = () => Promise.reject(new Error("killed"));
}

export async function point(name: string): Promise<void> {
  const { meanwhile } = held;
  if (name !== held.point || !meanwhile) return;
  held.meanwhile = null;
  await meanwhile();
}
