// docs/failure-table.md says what the code does: all rows are there and hold the rules, and some are told again.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { FAILOVER_PATH, operations } from "../../../sim/failure-table/operations.ts";
import {
  type Plain,
  plainFailover,
  type WhenName,
  whens,
} from "../../../sim/failure-table/outage.ts";
import { failurePage, rowsIn } from "../../../sim/failure-table/page.ts";
import { passwordOnly } from "../../../sim/failure-table/password-only.ts";
import { type FailureTableRow, faultsOf, rowOf } from "../../../sim/failure-table/rows.ts";
import settings from "../../../sim/story.config.ts";
import { virtualWorld } from "../../../sim/world.ts";
import { isLong } from "../../often.ts";

const page = readFileSync(new URL("../../../docs/failure-table.md", import.meta.url), "utf8");
const printed = rowsIn(page);
const cases = operations.flatMap((operation) =>
  (Object.keys(whens) as WhenName[]).map((when) => ({ operation, when })),
);

/** One of each way to fail. */
const always: readonly [string, WhenName][] = [
  ["DynamoDB UpdateItem", "5 s from the order on"],
  ["S3 PutObject", "60 s from the order on"],
  ["SNS Publish", "hangs from the order on"],
];

/** With these, one of each lever, the ledger and the notices. */
const besides: readonly [string, WhenName][] = [
  ["Route 53 ChangeResourceRecordSets", "refused from the order on"],
  ["Lambda Invoke of complete", "always"],
];

const retold = isLong ? [...always, ...besides] : always;

const alone = passwordOnly(settings);
let plain: Plain;
beforeAll(async () => {
  plain = await plainFailover(alone);
});

describe("the table", () => {
  test("has a row for each operation and each way to fail, and is printed from its rows", () => {
    expect(printed.map(({ operation, when }) => [operation, when])).toEqual(
      cases.map(({ operation, when }) => [operation.name, when]),
    );
    expect(failurePage(printed)).toBe(page);
  });

  test("has no row that is put back, is told more than three times, or is left unexplained", () => {
    expect(printed.flatMap(faultsOf)).toEqual([]);
  });

  test("leaves out no operation that a failover calls", () => {
    const called = plain.calls.filter(({ caller }) =>
      FAILOVER_PATH.some((name) => name === caller.name),
    );
    expect(called.length).toBeGreaterThan(50);
    // A row of a whole service lists none of its operations.
    const single = operations.filter(({ name }) => !name.includes(", all "));
    const isListed = ({ service, operation }: { service: string; operation: string }) =>
      single.some(({ calls }) =>
        calls.some((one) => one.service === service && (one.operation ?? operation) === operation),
      );
    const missing = called.filter((call) => !isListed(call));
    expect([
      ...new Set(missing.map(({ service, operation }) => `${service} ${operation}`)),
    ]).toEqual([]);
  });
});

async function isAsPrinted(from: Plain, [name, when]: readonly [string, WhenName]) {
  const operation = operations.find((one) => one.name === name);
  if (operation === undefined) throw new Error(`no such operation: ${name}`);
  const row = printed.find((one) => one.operation === name && one.when === when);
  expect(await rowOf({ operation, when }, from)).toEqual(row);
}

test.each(retold)("%s, %s: is as the page has it", async (name, when) => {
  await isAsPrinted(plain, [name, when]);
});

/** In every run test/sim/memory/same-story.test.ts compares the two. */
test.skipIf(!isLong)("a row is the same over the whole pretend AWS", async () => {
  // Times are those of memory, which are the same: test/sim/memory/same-story.test.ts.
  const row = ["S3 PutObject", "60 s from the order on"] as const;
  await isAsPrinted({ ...plain, make: virtualWorld }, row);
});

describe("a row is at fault", () => {
  const good: FailureTableRow = {
    ...{ operation: "S3 PutObject", when: "always", ends: "secondary", avoidable: "0" },
    ...{ notices: "moved (3×)", isPutBack: false, mostNotices: 3, left: null },
  };

  test.each([
    [{ isPutBack: true }, ["a path was put back while the Region it left was down"]],
    [{ mostNotices: 4 }, ["4 notices in 25 minutes"]],
    [{ left: "" }, ["a path was left where it was, and S3 PutObject does not explain it"]],
    [{ left: "it is managed login's own lever" }, []],
    [{}, []],
  ])("%j", (change, says) => {
    expect(faultsOf({ ...good, ...change })).toEqual(
      says.map((one) => `S3 PutObject, always: ${one}`),
    );
  });
});
