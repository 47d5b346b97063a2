// The pair of weighted records of a pool: whether a move could turn it, and whether users go where the ledger
// says. What is asked is what a move asks.

import { lookAt } from "../../aws/route53/record-pair.ts";
import { weightedRecords } from "../../controller/levers/weighted-records.ts";
import type { SdkPath } from "../../core/settings/policy.ts";
import { type Check, holds } from "./check.ts";
import { type About, standsAs } from "./smoke-context.ts";

export function recordChecks(about: About, path: SdkPath): readonly Check[] {
  return [weights(about, path), answers(about, path)];
}

function weights(about: About, path: SdkPath): Check {
  const { context } = about;
  return {
    about: about.policy.name,
    name: "weighted records",
    must: `both records of ${path.record} must be there, all weight on the side that serves`,
    next: lookAt(path),
    look: async () => {
      const problems = await weightedRecords.check(context.services, about.policy);
      const [worst, ...more] = problems.filter(({ isFatal }) => isFatal);
      if (worst !== undefined) {
        const found = [worst, ...more].map(({ says }) => says).join("; ");
        return { kind: "failed", found, next: worst.next };
      }
      const found = await context.records.weights(path);
      if (found === null) return holds(false, "the pair is not there");
      const weighs = `primary ${found.primary}, secondary ${found.secondary}`;
      return standsAs(about, (serving) => {
        const other = serving === "primary" ? "secondary" : "primary";
        const isRight = found[serving] > 0 && found[other] === 0;
        return holds(
          isRight,
          [`${weighs}; ${serving} serves`, ...problems.map(({ says }) => says)].join("; "),
        );
      });
    },
  };
}

function answers(about: About, path: SdkPath): Check {
  const { context, policy } = about;
  return {
    about: policy.name,
    name: "record",
    must: `${path.record} must answer what leads to the side that serves, and that alone`,
    next: `dig +trace ${path.type} ${path.record}`,
    look: async () => {
      const reading = await weightedRecords.read(context.services, policy, context.now());
      if (reading === null) return holds(false, "the settings name none");
      const { stands, confirms, problem } = reading;
      const where = stands === "between" ? "both Regions" : stands;
      const found = confirms ?? problem ?? `its users go to ${where}`;
      return standsAs(about, (serving) =>
        holds(stands === policy[serving] && problem === undefined, found),
      );
    },
  };
}
