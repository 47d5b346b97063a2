// How often what is random is tried again.

/** A few times in every run of the tests, and as often as it deserves in `npm run test:long`. */
export function often(few: number, many: number): number {
  return process.env["TESTS"] === "long" ? many : few;
}
