import { describe, expect, it } from "vitest";
import { prices } from "../../../core/cost/prices.ts";
import { dollarsPerThousandTokens, replicationCost } from "../../../core/cost/replication-cost.ts";
import { replicationOffer } from "../../../core/values/regions.ts";

describe("replicationCost()", () => {
  it("takes more for each user by the plan, and a share more for each token", () => {
    const people = replicationCost({ plan: "essentials", users: 100_000, tokens: 0 });
    expect(people.users).toBeCloseTo(450, 9);
    expect(people.dollars).toBe(people.users);
    const { users, tokens, dollars } = replicationCost({ plan: "plus", users: 10, tokens: 2_000 });
    expect(users).toBeCloseTo(0.06, 9);
    expect(tokens).toBeCloseTo(1.35, 9);
    expect(dollars).toBeCloseTo(1.41, 9);
  });

  it("is what the probes' own users and tokens are reckoned with", () => {
    const { plans, tokenShare } = replicationOffer;
    const essentials = 0.015;
    expect(prices.probeUsers.dollars).toBeCloseTo(essentials + plans.essentials.dollarsPerUser, 9);
    expect(prices.tokens.dollars).toBeCloseTo(dollarsPerThousandTokens * (1 + tokenShare), 9);
  });
});
