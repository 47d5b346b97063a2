// Binary search in what is kept in order.

/** The first index at which `isReached` holds, given that it then holds for all that follow. */
export function firstIndex<T>(sorted: readonly T[], isReached: (element: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isReached(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
