type Power = (base: bigint, exponent: bigint) => bigint;

/** Partners take the same powers of the same numbers: each is taken once. */
export function remembering(take: Power): Power {
  const taken = new Map<string, bigint>();
  return (base, exponent) => {
    const key = `${base.toString(16)}^${exponent.toString(16)}`;
    const result = taken.get(key) ?? take(base, exponent);
    taken.set(key, result);
    return result;
  };
}
