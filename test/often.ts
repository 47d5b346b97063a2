// How often what is random is tried again, and how long what takes long is watched.

/** In `npm run test:long`, for what takes minutes. */
export const isLong = process.env["TESTS"] === "long";

/** A few times in every run of the tests, and as often as it deserves in `npm run test:long`. */
export function often(few: number, many: number): number {
  return isLong ? many : few;
}
