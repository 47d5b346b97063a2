import { expect, test } from "vitest";
import { nothing } from "../../../core/detect/tally.ts";
import { edgeTrouble } from "../../../core/diagnose/edge.ts";
import type { Finding } from "../../../core/diagnose/finding.ts";
import { aHealth } from "../builders/a-health.ts";
import { primary, secondary } from "../builders/a-policy.ts";
import { aSickStatistic } from "../builders/a-statistic.ts";
import { aHealthyVerdict, anUnhealthyVerdict } from "../builders/a-verdict.ts";

const stand = (region: typeof primary, isSick = true) => ({
  region,
  verdict: isSick ? anUnhealthyVerdict() : aHealthyVerdict(),
  health: aHealth({ name: isSick ? "suspect" : "up" }),
});
const failing = (target: typeof primary, unreachable: number) =>
  aSickStatistic({ target, lately: { ...nothing, rounds: 4, here: 4, unreachable } });
const both = [stand(primary), stand(secondary)];
const domain: Finding = {
  ...{ key: "k", name: "customDomainTrouble", target: primary, vantages: [primary, secondary] },
  says: "auth.example.com fails with CERT_HAS_EXPIRED, and the Region's own does not",
};

test("the custom domain that fails before a Region that answers is trouble of the edge", () => {
  const sides = [stand(primary, false), stand(secondary, false)];
  expect(edgeTrouble({ found: [domain], statistics: [], sides })).toBe(domain.says);
});

test("so are both Regions, where nothing comes back from either", () => {
  const statistics = [failing(primary, 4), failing(secondary, 4)];
  expect(edgeTrouble({ found: [], statistics, sides: both })).toMatch(/^neither can be reached/);
});

test.each([
  ["both answer with errors of their own", [failing(primary, 0), failing(secondary, 0)], both],
  ["one answers with errors", [failing(primary, 4), failing(secondary, 1)], both],
  [
    "one is healthy",
    [failing(primary, 4), failing(secondary, 4)],
    [stand(primary), stand(secondary, false)],
  ],
  ["nothing was tallied", [], both],
])("it is none where %s", (_, statistics, sides) => {
  expect(edgeTrouble({ found: [], statistics, sides })).toBeNull();
});
