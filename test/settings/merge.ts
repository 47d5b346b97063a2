// RFC 7396's merge patch, with one addition: an object over a list changes the items at its keys,
// so that a mistake in one pool need not repeat the pool.

export function merge(base: unknown, change: unknown): unknown {
  if (typeof change !== "object" || change === null || Array.isArray(change)) return change;
  if (Array.isArray(base)) return base.map((item, at) => patched(item, at, change));
  const merged: Record<string, unknown> = isObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}

function patched(item: unknown, at: number, change: object): unknown {
  return String(at) in change ? merge(item, Reflect.get(change, String(at))) : item;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
