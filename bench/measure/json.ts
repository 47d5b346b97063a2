// How figures are written down.

/** For JSON.stringify: six digits are enough, and what never happens is null. */
export function rounded(_key: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}

export function json(benchmark: object): string {
  return `${JSON.stringify(benchmark, rounded, 2)}\n`;
}
