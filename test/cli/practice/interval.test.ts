import { expect, test } from "vitest";
import { shareInterval } from "../../../cli/practice/interval.ts";

const shown = (hits: number, of: number) => {
  const { share, low, high } = shareInterval(hits, of) ?? { share: 0, low: 0, high: 0 };
  return [share, low, high].map((value) => value.toFixed(2));
};

// The first two as Newcombe prints them: Statistics in Medicine 17 (1998), pages 857 to 872, table I, method 3.
test.each([
  { hits: 81, of: 263, is: ["30.80", "25.53", "36.62"] },
  { hits: 15, of: 148, is: ["10.14", "6.24", "16.05"] },
  { hits: 0, of: 20, is: ["0.00", "0.00", "16.11"] },
  { hits: 1, of: 29, is: ["3.45", "0.61", "17.18"] },
  { hits: 20, of: 20, is: ["100.00", "83.89", "100.00"] },
])("shareInterval($hits, $of) is that of Wilson", ({ hits, of, is }) => {
  expect(shown(hits, of)).toEqual(is);
});

test("shareInterval() of nothing is none", () => {
  expect(shareInterval(0, 0)).toBeNull();
});
