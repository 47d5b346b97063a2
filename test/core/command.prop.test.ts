import fc from "fast-check";
import { expect, test } from "vitest";
import { orderCommand } from "../../core/command.ts";
import { decide } from "../../core/decide.ts";
import { anyState, anyTick } from "./arbitraries/any-tick.ts";
import { anOrder } from "./builders/a-tick.ts";

const anyAsked = fc.constantFrom(
  anOrder({ move: "failOver" }),
  anOrder({ move: "failBack" }),
  anOrder({ move: "failOver", override: ["bothSick"] }),
);

test("an order as the command has it is forbidden by no rule, and where there is none no override helps", () => {
  let told = { orders: 0, looks: 0 };
  fc.assert(
    fc.property(anyState, anyTick, anyAsked, (state, tick, asked) => {
      const { move } = asked;
      const { rules } = decide(state, { ...tick, order: asked });
      const [command = "", ...override] = orderCommand(move, "customers", rules).split(
        " --override ",
      );
      const order = anOrder({ move, override });
      const again = decide(state, { ...tick, order });
      const isOpen = again.rules.every(({ kind }) => kind !== "broken");
      const isLook = command === "cognito-failover status customers";
      told = isLook ? { ...told, looks: told.looks + 1 } : { ...told, orders: told.orders + 1 };
      expect(isOpen).toBe(!isLook);
    }),
    { numRuns: 2_000 },
  );
  expect(told.orders).toBeGreaterThan(200);
  expect(told.looks).toBeGreaterThan(200);
});
