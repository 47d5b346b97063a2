// The fewest happenings that still break what was broken (delta debugging, Zeller and Hildebrandt 2002): halves are
// left out, then quarters, down to single ones, for as long as that leaves the breach.

/** Answers the items of a smallest part of `all` that `breaks`, in their order; all of it must. */
export async function smallest<Item>(
  all: readonly Item[],
  breaks: (some: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let left = all;
  for (let parts = 2; left.length > 0; ) {
    const size = Math.ceil(left.length / parts);
    const without = await firstThat(
      Array.from({ length: Math.ceil(left.length / size) }, (_, n) =>
        left.filter((_, at) => at < n * size || at >= (n + 1) * size),
      ),
      breaks,
    );
    if (without !== null) {
      left = without;
      parts = Math.max(2, Math.min(parts, left.length));
    } else if (size === 1) {
      return left;
    } else {
      parts = Math.min(2 * parts, left.length);
    }
  }
  return left;
}

async function firstThat<Item>(
  all: readonly Item[],
  fits: (one: Item) => Promise<boolean>,
): Promise<Item | null> {
  for (const one of all) if (await fits(one)) return one;
  return null;
}
