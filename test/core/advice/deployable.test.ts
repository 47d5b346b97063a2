import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { refusedByDeployment } from "../../../core/advice/deployable.ts";
import { parseConfig } from "../../../core/settings/parse.ts";
import { merge } from "../../settings/merge.ts";

const valid = JSON.parse(
  readFileSync(new URL("../../settings/valid.json", import.meta.url), "utf8"),
);
const { endpoints: _, ...onAws } = valid;
const mine = {
  userPoolId: "us-west-2_aBcDeFgHi",
  clientId: "3fgh7abcdefghijk2lmnopqrst",
  paths: { sdk: { zoneId: "Z0123456789ABCDEFGHIJ" } },
};

function refused(change: object) {
  const parsed = parseConfig(merge(merge(onAws, { pools: { 0: mine } }), change));
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return refusedByDeployment(parsed.config);
}

test("ids of one's own can be deployed", () => {
  expect(refused({})).toEqual([]);
});

test.each([
  ["pools[0].clientId", { pools: { 0: { clientId: "1pretend2client3example4567" } } }],
  ["pools[0].paths.sdk.zoneId", { pools: { 0: { paths: { sdk: { zoneId: "Z0PRETEND1" } } } } }],
  ["notices.email[0]", { notices: { email: ["on-call@pretend.example"] } }],
])("%s may not say that it is pretended", (path, change) => {
  const [first, ...others] = refused(change);
  expect(others).toEqual([]);
  expect(first?.path).toBe(path);
  expect(first?.message).toContain(`${path} must be one of yours, without "pretend" in it`);
});

test("an endpoint that is not AWS's own cannot be deployed", () => {
  const endpoints = { regions: {}, global: "http://127.0.0.1:4566" };
  expect(refused({ endpoints })).toMatchObject([
    { path: "endpoints", next: "Leave endpoints out" },
  ]);
});
