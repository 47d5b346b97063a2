import { describe, expect, test } from "vitest";
import { checkOrderText } from "../../cli/order/order-text.ts";
import { ActionError } from "../../core/values/errors.ts";

function refused(override: readonly string[]): unknown {
  try {
    checkOrderText({ reason: "x", override }, "failback");
    return null;
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const { code, message, next } = error;
    return { code, message, next };
  }
}

describe("the rules that an order sets aside", () => {
  test("are refused before anything is started, with the nearest that can be", () => {
    const may = "cooldown, evidenceTooOld, bothSick, replicaUnknown, targetNotHealthy";
    expect(refused(["cooldown", "targetNotHealty"])).toEqual({
      code: "InvalidInput",
      message: `Cannot give this order as "override" may only name ${may}, and the nearest is targetNotHealthy: current value is "targetNotHealty"`,
      next: "cognito-failover failback --help",
    });
    expect(refused(["nonsense"])).toMatchObject({
      message: `Cannot give this order as "override" may only name ${may}: current value is "nonsense"`,
    });
    expect(refused(["paused"])).toMatchObject({ code: "InvalidInput" });
  });

  test("are left alone when each may be set aside, or none is", () => {
    expect(refused([])).toBeNull();
    expect(refused(["cooldown", "bothSick", "cooldown"])).toBeNull();
  });
});
