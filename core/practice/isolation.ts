// What came of a failover that was walked without the Region being left? In go what the move's own Lambdas answered;
// out come the run with every call of theirs, and how it ends. It asks nobody anything.

import * as z from "zod/mini";
import { inPlan, plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { plainLine, REASON_LETTERS } from "../values/text.ts";
import { counted, listed } from "../values/words.ts";
import { callInWords, movesRecords, ROUTE_53_IS_IN } from "./isolated-call.ts";
import {
  type Ending,
  type IsolatedCall,
  isolatedCallSchema,
  type RunInHand,
} from "./run-in-hand.ts";

/** Of a Lambda that was not reached there is nothing. */
const told = {
  calls: z.optional(z.array(isolatedCallSchema)),
  /** Why it broke off; null where it went its whole way. */
  threw: z.prefault(z.nullable(z.string()), null),
};

const write = z.object({ kind: z.string(), because: z.optional(z.string()) });

/** As the practice machine has it: what prepare answered, with what the others left in it. */
export const isolatedSchema = z.object({
  ...told,
  shifted: z.optional(z.object({ ...told, levers: z.optional(z.array(z.nullable(write))) })),
  progress: z.optional(z.object(told)),
  completed: z.optional(z.object(told)),
});

export type Isolated = Readonly<z.output<typeof isolatedSchema>>;

export function isolatedEnd(run: RunInHand, isolated: Isolated, policy: Policy): RunInHand {
  const calls = distinct(walked(isolated).flatMap(({ told }) => told?.calls ?? []));
  const ending = endingOf(isolated, calls, policy);
  return { ...run, calls, ending: run.ending ?? ending, onward: "complete" };
}

function walked({ shifted, progress, completed, ...prepared }: Isolated) {
  return [
    { by: "prepare", told: prepared },
    { by: "shift", told: shifted },
    { by: "verify", told: progress },
    { by: "complete", told: completed },
  ] as const;
}

function endingOf(isolated: Isolated, calls: readonly IsolatedCall[], policy: Policy): Ending {
  const all = walked(isolated);
  const asked = refusedIn(calls);
  const broken = all.flatMap(({ by, told }) => {
    const threw = told?.threw ?? null;
    return threw === null ? [] : [`${by} broke off: ${threw}`];
  });
  if (asked.length > 0) return failed("callRefused", [...asked, ...broken]);
  if (broken.length > 0) return failed("stepBroke", broken);
  const unmoved = plan("failOver", policy).flatMap((step, at) => {
    const result = isolated.shifted?.levers?.[at] ?? null;
    return result?.kind === "refused" ? [`${inPlan(step)}: ${result.because ?? "refused"}`] : [];
  });
  if (unmoved.length > 0) return failed("leverRefused", unmoved);
  const missing = all.filter(({ told }) => told?.calls === undefined).map(({ by }) => by);
  if (missing.length > 0) {
    const because = `${listed(missing)} had no turn, and nobody said why`;
    return { outcome: "error", rule: "unfinished", because };
  }
  return { outcome: "passed", rule: "isolated", because: passedBy(all.length, calls, policy) };
}

function passedBy(lambdas: number, calls: readonly IsolatedCall[], policy: Policy): string {
  const { primary, secondary } = policy;
  const because = `all ${lambdas} Lambdas of a failover to ${secondary} went their whole way, with ${counted(calls.length, "different call")} and none that was refused`;
  return movesRecords(policy) && primary === ROUTE_53_IS_IN
    ? `${because}; but Route 53, which moves the records, has its control plane in ${primary}, the Region being left`
    : because;
}

/** Every refused call in words: "prepare and verify asked Cognito in us-west-2 for ListUserPoolReplicas". */
export function refusedIn(calls: readonly IsolatedCall[]): readonly string[] {
  const refused = calls.filter(({ kind }) => kind === "refused");
  const words = new Set(refused.map(callInWords));
  return [...words].map((asked) => {
    const whose = refused.filter((call) => callInWords(call) === asked).map(({ by }) => by);
    return `${listed([...new Set(whose)])} asked ${asked}`;
  });
}

function failed(rule: string, said: readonly string[]): Ending {
  return { outcome: "failed", rule, because: plainLine(said.join("; "), REASON_LETTERS) };
}

function distinct(calls: readonly IsolatedCall[]): IsolatedCall[] {
  const known = new Map(calls.map((call) => [JSON.stringify(Object.values(call)), call]));
  return [...known.values()];
}
