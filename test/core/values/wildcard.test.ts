import { expect, test } from "vitest";
import { matches } from "../../../core/values/wildcard.ts";

test.each([
  ["*", "anything", true],
  ["a-*", "a-b", true],
  ["a-*", "b-a-", false],
  ["secret:x-??????", "secret:x-AbCdEf", true],
  ["secret:x-??????", "secret:x-AbCdE", false],
  ["a.b", "axb", false],
])("%s against %s: %s", (pattern, text, is) => {
  expect(matches(pattern, text)).toBe(is);
});
