// A failover without a write, in the practice machine: the move's own Lambdas, by the alias by which none of them
// writes. Each leaves what it asked for in the machine's data, also where it broke off.

import { type AslDocument, caught, task } from "./asl.ts";

/** Of the aliases. */
export interface IsolationParts {
  readonly prepareArn: string;
  readonly shiftArn: string;
  readonly verifyArn: string;
  readonly completeArn: string;
}

/** The one rule that a calm day may break: a practice is no second move too soon. */
const OVERRIDE = ["cooldown"];

export function isolation(parts: IsolationParts, next: string): AslDocument["States"] {
  const { prepareArn, shiftArn, verifyArn, completeArn } = parts;
  const step = (arn: string, ResultPath: string, Next: string) =>
    task(arn, { Parameters: move, ResultPath, Catch: [broken], Next });
  const whether = (Variable: string, Next: string) => ({
    Type: "Choice" as const,
    Choices: [{ Variable, IsNull: true, Next }],
    Default: next,
  });
  return {
    IsolatePrepare: task(prepareArn, {
      Comment: "Decides a failover as a person orders it, and writes nothing of it down.",
      Parameters: order,
      ResultPath: "$.isolated",
      Catch: [broken],
      Next: "IsPrepared",
    }),
    IsPrepared: whether("$.isolated.threw", "IsolateShift"),
    IsolateShift: step(shiftArn, "$.isolated.shifted", "IsShifted"),
    IsShifted: whether("$.isolated.shifted.threw", "IsolateVerify"),
    IsolateVerify: step(verifyArn, "$.isolated.progress", "IsVerified"),
    IsVerified: whether("$.isolated.progress.threw", "IsolateComplete"),
    IsolateComplete: step(completeArn, "$.isolated.completed", next),
  };
}

/** The alias says it, and the event once more. */
const isolated = true;
const move = { isolated, "move.$": "$.isolated" };
const broken = caught("BrokenIsolation");

const WHO = "a practice run";

/** A person's, who has agreed: nobody is asked about what moves nobody. */
const order = {
  isolated,
  input: {
    "pool.$": "$.run.pool",
    reason: "practice run (isolation), without a write",
    move: "failOver",
    by: WHO,
    override: OVERRIDE,
  },
  "executionName.$": "$.run.executionName",
  approvedBy: WHO,
};
