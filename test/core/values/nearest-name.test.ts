import { expect, test } from "vitest";
import { nearName } from "../../../core/values/nearest-name.ts";

const names = ["primary", "secondary", "witness", "sdk", "key"];

test.each([
  ["primry", "primary"],
  ["Secondary", "secondary"],
  ["secnodary", "secondary"],
  ["skd", null],
  ["sdks", "sdk"],
  ["tertiary", null],
  ["", null],
])("the name nearest to %j is %j", (name, nearest) => {
  expect(nearName(name, names)).toBe(nearest);
});
