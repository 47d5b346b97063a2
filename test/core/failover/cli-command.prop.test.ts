import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import { orderCommand } from "../../../core/failover/cli-command.ts";
import { often } from "../../often.ts";
import { anyState, anyTick } from "../arbitraries/any-tick.ts";
import { anOrder } from "../builders/a-tick.ts";

const anyAsked = fc.constantFrom(
  anOrder({ move: "failOver" }),
  anOrder({ move: "failBack" }),
  anOrder({ move: "failOver", override: ["bothSick"] }),
);

test("an order as the command has it goes through, and never to a Region that a majority calls unhealthy unless it is proved better", () => {
  let told = { orders: 0, looks: 0 };
  fc.assert(
    fc.property(anyState, anyTick, anyAsked, (state, tick, asked) => {
      const { move } = asked;
      const { rules } = decide(state, { ...tick, order: asked });
      const [command = "", ...override] = orderCommand(move, "customers", rules).split(
        " --override ",
      );
      const isLook = /^cognito-failover (status|why) customers$/.test(command);
      told = isLook ? { ...told, looks: told.looks + 1 } : { ...told, orders: told.orders + 1 };
      const again = decide(state, { ...tick, order: anOrder({ move, override }) });
      const isOpen = again.rules.every(({ kind }) => kind !== "broken");
      expect(isOpen).toBe(!isLook);
      const to = move === "failOver" ? again.assessment.secondary : again.assessment.primary;
      const isProved = move === "failOver" && again.assessment.case.kind === "holds";
      if (!isLook && !isProved) expect(to.verdict.kind).toBe("healthy");
    }),
    { numRuns: often(300, 2_000) },
  );
  expect(told.orders).toBeGreaterThan(often(20, 200));
  expect(told.looks).toBeGreaterThan(often(20, 200));
});
