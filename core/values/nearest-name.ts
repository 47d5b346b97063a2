// Did you mean? In goes a misspelt name and those that exist; out comes the nearest, if one is near.

/** How many letters may differ. Three would already turn "sdk" into any other short name. */
const lettersThatMayDiffer = 2;

export function nearName(name: string, names: readonly string[]): string | null {
  const ranked = names
    .map((candidate) => ({ candidate, distance: distance(name, candidate) }))
    .filter(
      ({ candidate, distance }) => distance <= Math.min(lettersThatMayDiffer, candidate.length / 2),
    )
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate ?? null;
}

/** Levenshtein's, ignoring case; beyond the reach it only says "far". */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > lettersThatMayDiffer) return Number.POSITIVE_INFINITY;
  const [from, to] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [line, letter] of [...from].entries()) {
    row = row.reduce<number[]>((next, above, column) => {
      if (column === 0) return [line + 1];
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(above + 1, (next[column - 1] ?? 0) + 1, replaced));
      return next;
    }, []);
  }
  return row.at(-1) ?? 0;
}
