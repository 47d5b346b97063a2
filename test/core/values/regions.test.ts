import { describe, expect, it } from "vitest";
import { canReplicate, replicationRegions } from "../../../core/values/regions.ts";

describe("what AWS offers", () => {
  it("names sixteen Regions, each once", () => {
    expect(replicationRegions.length).toBe(16);
    expect(new Set(replicationRegions).size).toBe(16);
  });

  it.each([
    ["ESSENTIALS", true],
    ["PLUS", true],
    ["LITE", false],
    ["essentials", false],
  ])("is open to the tier %s: %s", (tier, can) => {
    expect(canReplicate(tier)).toBe(can);
  });
});
