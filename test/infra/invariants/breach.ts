// How a breach is put into words.

export function when(isBreach: boolean, found: string): readonly string[] {
  return isBreach ? [found] : [];
}

export function differ(
  what: string,
  found: readonly string[],
  wanted: readonly string[],
): readonly string[] {
  return when(
    found.join() !== wanted.join(),
    `${what} ${found.join(" ")} instead of ${wanted.join(" ")}`,
  );
}
